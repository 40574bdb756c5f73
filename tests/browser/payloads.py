"""Texts that run as programs where a page forgets that they are words; each would set `window.ran`."""

RUN = "window.ran=1"
SCRIPTS = (
    # In the text of a page, and in an attribute with double quotes.
    f'<script>{RUN}</script>"><img src=x onerror="{RUN}"><svg onload="{RUN}">{{{{7*191}}}}${{7*191}}',
    # In an attribute with single quotes or none, in a list, in a title, in a text box.
    f"' autofocus onfocus={RUN} x='></option></select></title></textarea></script><svg/onload={RUN}>",
    # In an address, in a style, as a page inside the page, as another page.
    f'javascript:{RUN}//"><iframe srcdoc="<script>parent.{RUN}</script>"></iframe><style>*{{color:red}}</style>',
    # Written twice over, in markup of another kind, across what ends a line or a comment.
    f"&lt;img src=x onerror={RUN}&gt;--><math><mtext><script>{RUN}</script>\u2028]]>%3Cscript%3E\\u003cscript>",
    # What moves a reader elsewhere, and what hides the rest of the page.
    f'<meta http-equiv=refresh content="0;url=javascript:{RUN}"><base href=//x.example><details open ontoggle={RUN}><!--',
)
ALL = " ".join(SCRIPTS)
SHORT = f"<svg onload={RUN}>"
"""For boxes that take a few characters."""
