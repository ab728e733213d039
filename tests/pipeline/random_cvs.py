"""Randomised CVs with every piece of personal data marked. Names come from countries whose lists the tool does not have as often as from the Netherlands."""

import random

from faker import Faker

from pipeline.training.personal import unmarked

_AT_HOME = ("nl_NL", "nl_BE", "tr_TR")
_ABROAD = ("sv_SE", "cs_CZ", "hr_HR", "id_ID", "fi_FI", "en_IN", "no_NO", "lv_LV")
_JOBS = ("Lasser", "Verpleegkundige", "Administratief medewerker", "Java developer", "Magazijnmedewerker", "Kok", "Docent Nederlands", "Hovenier", "Planner")
_TASKS = (
    "orders verzamelen en verpakken", "facturen boeken in Exact Online", "roosters maken voor twaalf collega's", "klanten te woord staan aan de balie",
    "mensen met autisme begeleiden", "gezinnen met kinderen ondersteunen", "code reviewen in Git", "NEN 3140 toepassen bij werk aan installaties",
    "series van 1500 tot 2500 stuks draaien", "Nederlandse Gebarentaal gebruiken", "overleg met de gemeente voeren", "werken volgens ISO 9001:2015",
    "voorlichting geven op scholen in de wijk", "medicijnen uitzetten en toedienen", "tekeningen lezen en materiaal bestellen",
)  # fmt: skip
_NATIONALITIES = ("Nederlandse", "Belgische", "Poolse", "Syrische", "Marokkaanse", "Indonesische", "Kroatische", "Zweedse")
_CIVIL = ("gehuwd", "ongehuwd", "samenwonend", "gescheiden", "weduwe", "getrouwd, twee kinderen", "alleenstaand", "geregistreerd partnerschap")
_SENTENCES = (
    "Ik ben {{religion:moslim}} en werk graag in een team.", "Ik ben {{religion:christen}}.", "{{health:Ik heb ADHD}}, een vaste werkplek helpt mij.",
    "{{health:Na een burn-out}} weet ik wat ik nodig heb.", "{{civil:Ik woon samen met mijn vriendin}}.", "Ik ben {{civil:moeder van drie kinderen}}.",
    "{{nationality:Ik ben in 2015 gevlucht uit Eritrea}}.", "{{health:Vanwege reuma}} zoek ik zittend werk.", "Ik ben {{other:transgender}}.",
    "{{health:Ik heb een arbeidsbeperking}} en een jobcoach.", "Ik ben {{religion:katholiek}} opgevoed.", "Ik ben {{other:lid van de FNV}}.",
)  # fmt: skip


def random_cv(seed: int) -> tuple[str, list[tuple[int, int, str]]]:
    """(text, spans) of the CV of a seed."""
    chance = random.Random(seed)
    fake, home = Faker(chance.choice(_AT_HOME if seed % 2 else _ABROAD)), Faker("nl_NL")
    fake.seed_instance(seed)
    home.seed_instance(seed)
    first, last = fake.first_name(), fake.last_name()
    mail = f"{first[:1]}{last}".lower().encode("ascii", "ignore").decode().replace(" ", "").replace("'", "") + f"{seed}@voorbeeld.example"
    data = {
        "name": f"{{{{name:{first} {last}}}}}",
        "address": f"{{{{address:{home.street_name()} {chance.randint(1, 300)}{chance.choice(('', 'a', '-2', ' II'))}}}}}",
        "place": f"{{{{address:{chance.randint(1000, 9999)} {chance.choice(('AB', 'KL', 'XZ'))} {home.city()}}}}}",
        "phone": "{{phone:" + chance.choice(("06-{}{}", "06 {} {}", "+31 6 {}{}", "0031 6 {}{}", "(06) {} {}")).format(chance.randint(1000, 9999), chance.randint(1000, 9999)) + "}}",
        "email": f"{{{{email:{mail}}}}}",
        "birth": "{{birth:" + chance.choice((f"{chance.randint(1, 28)}-{chance.randint(1, 12)}-{chance.randint(1960, 2004)}", f"{chance.randint(1, 28)} {chance.choice(('maart', 'juli', 'okt.'))} {chance.randint(1960, 2004)}")) + "}}",
        "nationality": f"{{{{nationality:{chance.choice(_NATIONALITIES)}}}}}",
        "civil": f"{{{{civil:{chance.choice(_CIVIL)}}}}}",
    }  # fmt: skip
    body = [*_profile(chance, data["name"], first), *_work(chance, fake, home), *_school(chance), *_referee(chance, fake)]
    return unmarked("\n".join([*chance.choice((_fields, _gaps, _lines, _one_line, _table))(chance, data), "", *body]) + "\n")


def _fields(chance, data) -> list[str]:
    return ["CURRICULUM VITAE", "", "Persoonlijke gegevens", f"Naam: {data['name']}", f"Adres: {data['address']}", f"Postcode en woonplaats: {data['place']}",
            f"Telefoon: {data['phone']}", f"E-mail: {data['email']}", f"Geboortedatum: {data['birth']}", f"Nationaliteit: {data['nationality']}",
            f"Burgerlijke staat: {data['civil']}", "Rijbewijs: B"]  # fmt: skip


def _gaps(chance, data) -> list[str]:
    rows = [("Naam", "name"), ("Adres", "address"), ("Woonplaats", "place"), ("Mobiel", "phone"), ("Mail", "email"), ("Geboren", "birth"), ("Nationaliteit", "nationality")]
    return ["Personalia", *(f"{label:<16}{data[key]}" for label, key in rows)]


def _lines(chance, data) -> list[str]:
    return [data["name"], data["address"], data["place"], data["phone"], data["email"], f"geboren op {data['birth']}", data["civil"]]


def _one_line(chance, data) -> list[str]:
    return [data["name"], chance.choice(_JOBS), " | ".join((data["address"], data["phone"], data["email"], data["birth"], data["nationality"], data["civil"]))]


def _table(chance, data) -> list[str]:
    return [f"# {data['name']}", "", "| | |", "|---|---|", f"| Adres | {data['address']} |", f"| Telefoon | {data['phone']} |", f"| Geboortedatum | {data['birth']} |", f"| E-mail | {data['email']} |"]


def _profile(chance, name, first) -> list[str]:
    return ["Profiel", f"Mijn naam is {name}. " + " ".join(chance.sample(_SENTENCES, 2)), f"{{{{name:{first}}}}} werkt nauwkeurig en houdt van aanpakken.", ""]


def _work(chance, fake, home) -> list[str]:
    found = ["Werkervaring"]
    for start in (2018, 2012):
        found += [f"{start} - {start + 5} {chance.choice(_JOBS)}, Bedrijf {chance.choice('ABCDE')}{chance.randint(1, 9)}, {home.city()}"]
        found += [f"- {task}" for task in chance.sample(_TASKS, 3)]
    return [*found, ""]


def _school(chance) -> list[str]:
    return ["Opleiding", f"2008 - 2012 Mbo niveau {chance.randint(2, 4)}, diploma", "2019 VCA basis, geldig tot 2029", ""]


def _referee(chance, fake) -> list[str]:
    return ["Referenties", f"{{{{name:{chance.choice(('dhr. ', 'mevr. '))}{fake.last_name()}}}}}, {{{{phone:0{chance.randint(10, 79)}-{chance.randint(1000000, 9999999)}}}}}"]
