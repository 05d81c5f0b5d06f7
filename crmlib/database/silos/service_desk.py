"""The service desk's export: a ticket a line, as nested JSON."""

import json

import numpy as np

from crmlib.database.silos import dirt
from crmlib.database.silos.people import again, dirty_identity, firm_table, last_year, soiled, stacked, whole

_SUBJECTS = {
    "late delivery": "Parcel late & no message",
    "damaged goods": "Goods damaged & box open",
    "wrong item": "送错商品 <与订单不符>",
    "price or invoice": "发票 & 价格不符",
    "staff": "店员态度 & 等候太久",
    "quality": "Quality poor, 色差 > 图片",
}


def write_service_desk(firm, people, soil, files):
    """Write a ticket a line; whose each ticket is."""
    tickets = dirty_identity(soil, _tickets(firm, people), "tickets", with_titles=True)
    tickets = soiled(soil, tickets, "tickets", column="subject", html_escaped=dirt.escaped)
    tickets = soiled(soil, tickets, "tickets", column="compensation", amount_text=dirt.money_text)
    tickets = soiled(soil, tickets, "tickets", column="opened", date_format=dirt.slashed_time)
    early = _early_state(tickets, soil)
    lines = stacked(early, tickets, again(tickets, soil, "tickets"))
    lines = lines.sort_values(["updated", "record"], kind="stable")
    texts = [_ticket_line(line) for line in lines.itertuples()]
    texts = soil.strike(
        "line_cut", "lines", lines["record"].tolist(), "", texts, lambda text, pick: text[: 40 + pick % 80]
    )
    files["service_desk.jsonl"] = ("\n".join(texts) + "\n").encode()
    return dict(zip(tickets["record"], tickets["customer_id"], strict=True))


def _tickets(firm, people):
    """Complaints, and contacts by telephone, chat and e-mail, in one list."""
    complaints = firm_table(firm, "complaints").assign(kind="complaint")
    closed = complaints["resolved"].fillna(complaints["answered"]).fillna(complaints["received"])
    complaints = complaints.assign(
        record=[f"T1{number:06d}" for number in complaints["complaint_id"]],
        date=complaints["received"], updated=closed, score=None,
        status=np.where(complaints["resolved"].isna(), "open", "closed"),
        subject=complaints["reason"].astype(str).map(_SUBJECTS),
        compensation=[f"{money:.2f}" if money else "" for money in complaints["compensation"]],
    )  # fmt: skip
    contacts = firm_table(firm, "contacts")
    desk = contacts["touchpoint"].isin(["hotline", "online chat"])
    contacts = contacts[desk].assign(
        record=[f"T2{number:06d}" for number in contacts.loc[desk, "contact_id"]],
        kind="contact", updated=contacts.loc[desk, "date"], status="closed", compensation="",
        channel=contacts.loc[desk, "touchpoint"].astype(str).map({"hotline": "phone", "online chat": "chat"}),
        subject=contacts.loc[desk, "touchpoint"].astype(str),
    )  # fmt: skip
    shared = [
        "record",
        "customer_id",
        "kind",
        "channel",
        "date",
        "updated",
        "status",
        "subject",
        "compensation",
        "score",
    ]
    tickets = stacked(complaints[shared].astype({"channel": str}), contacts[shared])
    first = last_year(firm) - 1
    tickets = tickets[tickets["date"].dt.year >= first].merge(people.drop(columns="record"), on="customer_id")
    return tickets.assign(opened=tickets["date"].dt.strftime("%Y-%m-%dT%H:%M:%S+08:00"))


def _early_state(tickets, soil):
    """A ticket that was exported while it was still open."""
    late, _ = soil.draws("late_update", "tickets", len(tickets))
    late &= (tickets["kind"] == "complaint").to_numpy()
    for record in tickets.loc[late, "record"]:
        soil.note(record, "status", "late_update", "open", "closed")
    return tickets[late].assign(status="open", updated=tickets.loc[late, "date"], compensation="")


def _ticket_line(ticket):
    """A ticket as the desk's software writes it; who rings is known by number, who writes by address."""
    by_phone = (ticket.channel in ("phone", "store") and ticket.phone) or not ticket.email
    contact = {"type": "phone" if by_phone else "email", "value": ticket.phone if by_phone else ticket.email}
    line = {
        "ticket": ticket.record,
        "kind": ticket.kind,
        "channel": ticket.channel,
        "opened": ticket.opened,
        "updated": f"{ticket.updated:%Y-%m-%dT%H:%M:%S}+08:00",
        "requester": {"name": ticket.name or None, "contact": contact},
        "subject": ticket.subject,
        "status": ticket.status,
        "handling": {"compensation": ticket.compensation or None, "score": whole(ticket.score)},
    }
    return json.dumps(line, ensure_ascii=False)
