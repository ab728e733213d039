"""The same vacancy on pages as sites build them: semantic, WordPress, cards, div soup, tables, tabs and one big form."""

LINES = (
    "Wij zoeken een kok voor ons restaurant aan de haven, die graag met verse vis werkt en het menu mee bepaalt.",
    "Wat ga je doen?",
    "- gerechten bereiden en opmaken",
    "- inkopen en voorraad beheren",
    "Wat vragen wij?",
    "- diploma Zelfstandig werkend kok",
    "- ervaring met HACCP",
    "Wij bieden een goed salaris, vrije zondagen en een team dat van koken houdt.",
)
FURNITURE = ("cookies", "Inloggen", "Deel deze vacature", "Timmerman", "Alle rechten", "Verstuur sollicitatie", "Veelgestelde")


def _body(block="p", heading="h3"):
    items = lambda lines: "<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>"
    texts = [f"<{heading}>{line}</{heading}>" if line.endswith("?") else f"<{block}>{line}</{block}>" for line in LINES]
    return texts[0] + texts[1] + items(LINES[2:4]) + texts[4] + items(LINES[5:7]) + texts[7]


_MENU = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "Vacatures", "Werkgevers", "Nieuws", "Inloggen"))
_CARDS = "".join(
    f'<li><a href="/{n}"><h4>{title}</h4><p>Voor een klant in Zwolle zoeken wij een {title} die per direct kan beginnen.</p></a></li>'
    for n, title in enumerate(("Timmerman", "Verkoper", "Chauffeur", "Schilder"))
)
_RELATED = f'<div class="related-jobs"><h3>Vergelijkbaar</h3><ul>{_CARDS}</ul></div>'
_COOKIES = '<div id="cookie-consent"><p>Wij gebruiken cookies om uw bezoek beter te maken. <button>Akkoord</button></p></div>'
_FOOTER = '<ul><li><a href="/f">Veelgestelde vragen</a></li></ul><p>© 2026 Banenhuis. Alle rechten voorbehouden.</p>'
_FORM = '<form action="/s"><label>Naam</label><input><button>Verstuur sollicitatie</button></form>'
_SHARE = '<div class="share-buttons"><span>Deel deze vacature</span></div>'
_HALVES = _body().replace("</ul>", "</ul>|", 1).split("|")

PAGES = {
    "semantic": f"<header><nav><ul>{_MENU}</ul></nav></header><main><article><h1>Kok</h1>{_body()}</article></main><aside>{_RELATED}</aside><footer>{_FOOTER}</footer>",
    "wordpress": f'{_COOKIES}<div id="masthead" class="site-header"><ul class="menu">{_MENU}</ul></div><div class="site-content"><h1>Kok</h1><div class="entry-content">{_body()}</div>{_SHARE}{_RELATED}</div><div class="site-footer footer">{_FOOTER}</div>',
    "all in main": f"<header><ul>{_MENU}</ul></header><main><h1>Kok</h1>{_body()}{_SHARE}{_FORM}<section>{_RELATED}</section></main><footer>{_FOOTER}</footer>",
    "cards are articles": f'<header><ul>{_MENU}</ul></header><div><h1>Kok</h1>{_body("div")}</div><div><article><h2>Timmerman</h2><p>Een Timmerman.</p></article><article><h2>Schilder</h2><p>Een Schilder.</p></article></div><footer>{_FOOTER}</footer>',
    "div soup": f'<div class="c1">{_COOKIES}<div class="c2">{_MENU.replace("<li>", "").replace("</li>", "")}</div><div class="c3"><div>Kok</div>{_body("div", "div")}</div><div class="c4"><ul>{_CARDS}</ul></div><footer>{_FOOTER}</footer></div>',
    "table": f"<table><tr><td><ul>{_MENU}</ul></td></tr><tr><td><h1>Kok</h1>{_body()}</td></tr></table><footer>{_FOOTER}</footer>",
    "tabs": f'<h1>Kok</h1><div role="tabpanel">{_HALVES[0]}</div><div role="tabpanel" hidden>{_HALVES[1]}</div>{_FORM}<footer>{_FOOTER}</footer>',
    "one form, body with a sidebar": f'<body class="with-sidebar"><form id="aspnetForm"><div class="menu">{_MENU}</div><h1>Kok</h1>{_body()}<div class="sidebar">{_RELATED}</div></form><footer>{_FOOTER}</footer></body>',
}
