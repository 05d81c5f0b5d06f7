"""The answers to the questions of the banks, one file a topic; nothing else imports them but `marking`."""
