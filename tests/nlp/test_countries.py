"""Countries: by name, people, capital, city, region and institution, and what only looks like one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipelines.nlp.countries.component import countries, country_at
from pipelines.nlp.countries.gazetteer import tables, use
from pipelines.nlp.extensions import register
from pipelines.nlp.tables import DATA

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
register()
BLANK = spacy.blank("en")


def labelled(text: str, url: str | None = None, source: str | None = None, **labels: str) -> Doc:
    """What is found in a text whose names have these labels, whatever a model would make of them."""
    doc = BLANK.make_doc(text)
    names = {name.replace("_", " "): label for name, label in labels.items()}
    spans = []
    for name, label in names.items():
        at = text.find(name)
        while at >= 0:
            spans.append(doc.char_span(at, at + len(name), label=label))
            at = text.find(name, at + 1)
    doc.ents = filter_spans(span for span in spans if span is not None)
    doc._.url, doc._.source = url, source
    return countries(doc)


def found(doc) -> list[tuple[str, str, str]]:
    return [(doc.text[m.start_char : m.end_char], m.country, m.kind) for m in doc._.country_mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine‘s harvest was late.", ("Ukraine", "UA", "name")),
        ("A U.S.-led inspection began on Monday.", ("U.S.", "US", "name")),
        ("Three Britons were on the ferry.", ("Britons", "GB", "demonym")),
        ("The Dutch sent a dredger.", ("Dutch", "NL", "demonym")),
        ("Tehran said the tanker had left.", ("Tehran", "IR", "capital")),
        ("The Kremlin denied the report.", ("Kremlin", "RU", "institution")),
        ("The bridge was built in the Soviet Union.", ("Soviet Union", "SUHH", "name")),
        ("Farmers in New Mexico planted early.", ("New Mexico", "US", "region")),
    ],
)
def test_a_country_is_found_by_every_road(read, text, expected):
    assert expected in found(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "They told us to wait for the bus.",
        "We ate cold turkey and French fries.",
        "The Spanish flu killed their grandfather.",
        "The guinea fowl escaped again.",
        "She won the US Open twice.",
        "The ship crossed the Gulf of Mexico.",
    ],
)
def test_what_only_looks_like_a_country_is_none(read, text):
    assert found(read(text)) == []


def test_georgia_beside_its_state_abbreviation_is_a_region_of_the_united_states(read):
    doc = read("Peach growers in Albany, Georgia, asked Atlanta for help. Officials in Atlanta agreed.")
    assert {country for _, country, _ in found(doc)} == {"US"}


def test_a_town_takes_the_country_of_the_state_behind_it(read):
    assert found(read("The mill in Paris, Texas, closed."))[0] == ("Paris", "US", "city")


def test_country_at_gives_the_first_mention_within_a_stretch(read):
    doc = read("France paid Norway.")
    assert country_at(doc, 0, len(doc.text)) == "FR"
    assert country_at(doc, 7, 11) is None


def test_a_name_means_what_its_state_made_it_mean_elsewhere_in_the_article():
    doc = labelled("The judge in Paris, Texas, set bail. The lawyer drove to Paris.", Paris="GPE", Texas="GPE")
    assert [country for name, country, _ in found(doc) if name == "Paris"] == ["US", "US"]


def test_local_news_means_the_town_of_a_famous_name():
    text = "Lebanon Police and the Boone County sheriff searched a barn. The Lebanon man was held."
    assert found(labelled(text, Lebanon="GPE", Boone_County="GPE"))[0] == ("Lebanon", "US", "city")
    # Elsewhere it is the country.
    text = "The sheriff of Boone County flew to Beirut. Lebanon Police met him."
    assert ("Lebanon", "LB", "name") in found(labelled(text, Lebanon="GPE", Boone_County="GPE", Beirut="GPE"))


def test_a_county_a_sheriff_and_a_party_place_an_article_without_being_mentions():
    doc = labelled("The sheriff's deputies searched a farm in Schaumburg.", Schaumburg="GPE")
    assert found(doc) == [("Schaumburg", "US", "city")]
    assert found(labelled("The sheriff and the Republicans spoke.")) == []


def test_the_publisher_decides_between_towns_of_one_name():
    for url, country in (("https://www.star-telegram.com/a", "US"), ("https://www.echo.co.uk/a", "GB")):
        assert found(labelled("Mansfield wants a pool.", url, Mansfield="GPE")) == [("Mansfield", country, "city")]
    assert found(labelled("Mansfield wants a pool.", None, "BBC", Mansfield="GPE")) == [("Mansfield", "GB", "city")]


def test_a_much_larger_city_is_meant_however_much_is_said_of_the_country_of_the_smaller():
    doc = labelled("The United States team flew from Ohio and Iowa to Melbourne.", Melbourne="GPE")
    assert ("Melbourne", "AU", "city") in found(doc)


def test_a_dateline_in_capitals_is_found():
    assert found(labelled("NAIROBI (Reuters) - Tea prices rose.")) == [("NAIROBI", "KE", "capital")]
    assert found(labelled("THE READING OF NAIROBI SHOUTED NAMES.")) == []


def test_a_party_and_a_state_stand_behind_a_name_of_a_lawmaker(read):
    assert ("Ariz.", "US", "region") in found(read("Sen. Ruth Valdes, D-Ariz., wrote the bill."))


def test_a_village_that_no_table_has_lies_where_the_text_last_was():
    doc = labelled("Kyrgyzstan closed a school in Orlovo. Orlovo has no other.", Kyrgyzstan="GPE", Orlovo="GPE")
    assert [(name, country) for name, country, _ in found(doc)] == [("Kyrgyzstan", "KG"), ("Orlovo", "KG"), ("Orlovo", "KG")]


def test_a_place_in_the_name_of_a_public_body_counts_and_one_in_that_of_a_company_does_not():
    text = "In Illinois, the Joliet Police Department sued Joliet Marble and Joliet Daily."
    doc = labelled(text, Joliet_Police_Department="ORG", Joliet_Marble="ORG", Joliet_Daily="ORG", Illinois="GPE")
    assert [name for name, _, _ in found(doc)] == ["Illinois", "Joliet"]


def test_a_town_that_shares_its_name_with_a_person_of_the_article_is_that_person():
    text = "In Ohio, Ruth Fairfield was charged. Fairfield denied it."
    doc = labelled(text, Ohio="GPE", Ruth_Fairfield="PERSON")
    assert [name for name, _, _ in found(doc)] == ["Ohio"]


def test_streets_and_buildings_are_in_the_country_that_was_named_last():
    doc = labelled("In Norway, Larch Street burned, and Ashby Hall.", Norway="GPE", Larch_Street="FAC", Ashby_Hall="FAC")
    assert found(doc)[1:] == [("Larch Street", "NO", "city"), ("Ashby Hall", "NO", "city")]
    doc = labelled("In Norway, gangs met in the Larch Estate and in Larchco.", Norway="GPE", Larch_Estate="ORG", Larchco="ORG")
    assert [name for name, _, _ in found(doc)] == ["Norway", "Larch Estate"]


def test_where_somebody_works_is_no_place():
    doc = labelled("In Norway, a strategist at Elmco met a crowd at Elmsworth.", Norway="GPE", Elmco="GPE", Elmsworth="GPE")
    assert [name for name, _, _ in found(doc)] == ["Norway", "Elmsworth"]


def test_a_town_in_the_name_of_a_school_counts_only_beside_others_of_its_country():
    assert found(labelled("Experts at Georgetown Law School spoke.", Georgetown_Law_School="ORG")) == []


def test_the_person_of_a_country_s_name_is_meant_where_the_article_says_nothing_else_of_it():
    text = "Jim Jordan spoke. Jordan: We agree. Members thanked Jordan."
    assert found(labelled(text, Jim_Jordan="PERSON", Jordan="GPE")) == []
    assert ("Jordan", "JO", "name") in found(labelled("Jim Jordan flew to Jordan.", Jim_Jordan="PERSON", Jordan="GPE"))


def test_both_peoples_of_a_compound_count():
    assert [country for _, country, _ in found(labelled("Franco-German and Sino-Russian ties."))] == ["FR", "DE", "CN", "RU"]
    assert found(labelled("General Franco ruled.")) == []


def test_every_form_of_every_demonym_is_found():
    with (DATA / "demonyms.csv").open(encoding="utf-8", newline="") as file:
        forms = [(row["country"], form.strip()) for row in csv.DictReader(file) for form in row["forms"].split(";")]
    for country, form in forms:
        assert [each for _, each, _ in found(labelled(f"A {form} sailor was rescued."))] == [country], form


@pytest.mark.parametrize(
    "text",
    [
        "He speaks Spanish at home and learned Russian at night school.",
        "The form is printed in English and in Portuguese.",
        "The bank paid US$460 million.",
        "A Central American caravan moved on.",
        "African Union observers left with those of NATO and the EU.",
    ],
)
def test_languages_currencies_continents_and_bodies_are_no_countries(text):
    assert found(labelled(text)) == []


def test_a_language_that_is_an_adjective_is_a_people():
    assert found(labelled("She lived in French villages.")) == [("French", "FR", "demonym")]


def test_guernsey_beside_it_makes_jersey_an_island():
    doc = labelled("The auditors flew to Jersey and Guernsey.", Jersey="GPE", Guernsey="GPE")
    assert [country for _, country, _ in found(doc)] == ["JE", "GG"]
    assert found(labelled("He moved to Jersey from Newark.", Jersey="GPE", Newark="GPE"))[-1][0] == "Newark"


def test_a_file_of_the_users_wins_over_every_table(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("country,kind,flag,surfaces\nAR,name,,Falklands\nPE,region,,North Sea; Elmsworth\n", encoding="utf-8")
    use(file)
    try:
        assert [country for _, country, _ in found(labelled("Elmsworth, the Falklands and the North Sea."))] == ["PE", "AR", "PE"]
    finally:
        use(None)
    assert found(labelled("The Falklands.")) == [("Falklands", "FK", "name")]


def test_every_country_of_the_tables_has_a_code():
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {row["country"] for row in rows}
    told = {sense.country for senses in tables().names.values() for sense in senses} | set(tables().publishers.values())
    assert told <= codes
    with (SEEDS / "country_successors.csv").open(encoding="utf-8", newline="") as file:
        seeded = {(row["country"], row["successor"]) for row in csv.DictReader(file)}
    assert seeded == {(row["country"], each) for row in rows for each in row["successors"].split()}
    with (SEEDS / "body_members.csv").open(encoding="utf-8", newline="") as file:
        assert {row["country"] for row in csv.DictReader(file)} <= codes


@pytest.mark.parametrize("text", ["", "…“”!!", "\x00\x00", "🇺🇦 🙂", "US US US", ", , ,"])
def test_odd_text_in_a_blank_pipeline_raises_nothing(text):
    doc = countries(BLANK.make_doc(text))
    assert all(m.start_char < m.end_char <= len(text) for m in doc._.country_mentions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Chadian Ministry of Health asked Norway and the Norwegian Red Cross for help.",
            ("Ministry of Health", "TD", "institution"),
        ),
        (
            "Norway asked the Norwegian navy; the Ministry of Health of Malawi thanked Norway.",
            ("Ministry of Health", "MW", "institution"),
        ),
        ("Norway raised taxes on Norwegian salmon, the Finance Ministry said.", ("Finance Ministry", "NO", "institution")),
        ("The Latvian Senate voted as the United States looked on.", ("Senate", "LV", "institution")),
    ],
)
def test_a_body_that_many_countries_have_is_of_the_one_beside_it_or_of_the_article(text, expected):
    assert expected in found(labelled(text))


def test_a_body_that_many_countries_have_is_nobody_s_where_no_country_is_named():
    assert found(labelled("The Finance Ministry said so.")) == []


def test_the_letters_behind_the_name_of_a_body_stand_for_it():
    text = "The Reserve Bank of Fiji (RBF) met. The RBF raised rates; the RBFX did not."
    assert found(labelled(text)) == [
        ("Reserve Bank of Fiji", "FJ", "institution"),
        ("RBF", "FJ", "institution"),
        ("RBF", "FJ", "institution"),
    ]
