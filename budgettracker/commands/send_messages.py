"""Send queued messages through any SMTP server: what waits, never about whom or how much."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import click
from flask import Flask

from budgettracker.commands.schema import ready_program
from budgettracker.database import transaction
from budgettracker.people.actions.send_messages import send_message
from budgettracker.people.kinds import MessageKind
from budgettracker.people.queries.messages import messages_to_send
from budgettracker.web import now

SECONDS = 20
"""How long the mail server may take to answer."""


@click.command("send-messages")
def send_messages() -> None:
    """Send the messages that wait to be sent. Run it every few minutes; `daily` does it too.

    SMTP_URL names the server (smtp://user:password@host:587, or smtps://), MAIL_FROM the sender, PUBLIC_URL where people
    sign in. Without SMTP_URL nothing is sent.
    """
    app = ready_program()
    with app.app_context():
        if not app.config["SMTP_URL"]:
            raise click.ClickException("SMTP_URL is not set, so nothing is sent.")
        sent, left = send_queued(app)
    click.echo(f"Messages sent: {sent}. Not taken by the mail server: {left}.")


def send_queued(app: Flask) -> tuple[int, int]:
    """Send what is queued, each in a transaction of its own; how many were sent, and how many were not taken."""
    sent, left = 0, 0
    waiting = messages_to_send()
    if not waiting:
        return 0, 0
    try:
        server = _server(str(app.config["SMTP_URL"]))
    except OSError:
        # Nobody is there to take them: they wait for the next run, and none of their attempts is used up.
        return 0, len(waiting)
    with server:
        for message_id in waiting:
            with transaction():
                taken = send_message(message_id, lambda email, kind: _send(app, server, email, kind), at=now())
            sent, left = sent + taken, left + (not taken)
    return sent, left


def _server(url: str) -> smtplib.SMTP:
    """The mail server, connected; encrypted whenever it can, and always before a password is sent."""
    parts = urlsplit(url)
    context = ssl.create_default_context()
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif parts.username:
            server.close()
            raise OSError("the mail server does not encrypt, so no password is sent to it")
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _send(app: Flask, server: smtplib.SMTP, email: str, kind: MessageKind) -> bool:
    message = EmailMessage()
    message["From"], message["To"] = app.config["MAIL_FROM"], email
    message["Subject"] = "Something waits for you in the budget tracker"
    where = app.config["PUBLIC_URL"]
    message.set_content(f"{kind.words}\n\nSign in to see it{': ' + where if where else ''}.\n")
    try:
        server.send_message(message)
    except (smtplib.SMTPException, OSError):
        return False
    return True
