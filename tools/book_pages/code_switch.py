"""Code that a reader has hidden is hidden before the page is drawn, so that nothing jumps."""

START = (
    '<script>document.documentElement.dataset.code=(()=>{const key="customer-value-workbook code",'
    'asked=new URLSearchParams(location.search).get("code");try{if(["hidden","shown"].includes(asked))'
    "localStorage.setItem(key,asked);return asked??localStorage.getItem(key)}catch{return asked}})()"
    '??"shown"</script>'
)


def start(app, pagename, templatename, context, doctree):
    """Say in the head of a page whether its code is shown."""
    context["metatags"] = context.get("metatags", "") + START
