"""Parties: who pays, who is paid and what for, by the words around an amount."""

import pytest


def one(doc):
    [figure] = doc._.figures
    return figure


def test_who_gives_pays_and_who_is_given_to_is_paid(read):
    doc = read("Norway gave Kenya $20 million for schools.")
    figure = one(doc)
    assert (figure.payer, figure.payee) == ("Norway", "Kenya")
    assert doc.text[figure.purpose_start : figure.purpose_end] == figure.purpose == "schools"


@pytest.mark.parametrize(
    ("text", "payer", "payee"),
    [
        ("Norway will lend Kenya $20 million.", "Norway", "Kenya"),
        ("The company owes the bank $4 million.", "The company", "the bank"),
        ("The ferry line was fined $3 million by the regulator.", "The ferry line", "the regulator"),
        ("The $4 million was paid to Acme by the city.", "the city", "Acme"),
        ("The United States has provided Ukraine with $9 billion.", "The United States", "Ukraine"),
        ("The charity raised $4 million from Japanese investors.", "Japanese investors", "The charity"),
        ("$4 million in aid from Britain to Malawi never arrived.", "Britain", "Malawi"),
        (
            "The company, which is based in Leeds, must also pay £5.5m ($7m) in compensation to the crew.",
            "The company",
            "the crew",
        ),
    ],
)
def test_a_payer_and_a_payee_are_read_from_verbs_and_nouns(read, text, payer, payee):
    for figure in read(text)._.figures:
        assert (figure.payer, figure.payee) == (payer, payee)


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lopez put the sum at $90 billion.",
        "The minister estimated the damage at $4 million.",
        "The cuts are needed to fund a $5 million investment.",
        "Tim Brook took the wraps off the $1 trillion company on Monday.",
    ],
)
def test_who_only_speaks_of_a_sum_neither_pays_nor_is_paid(read, text):
    figure = one(read(text))
    assert (figure.payer, figure.payee) == (None, None)


def test_a_pronoun_is_named_by_the_subject_that_it_stands_for_and_keeps_its_own_place(read):
    doc = read("Acme Energy said it plans to invest $4 billion in Norway.")
    figure = one(doc)
    assert figure.payer == "Acme Energy"
    assert doc.text[figure.payer_start : figure.payer_end] == "it"


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("Ruth Poe retired in May. Last year, she was fined $5,000 for taking a gift.", "Ruth Poe"),
        ("The company lost a case in May. It was fined $5 million.", "The company"),
        ("Ruth Poe met Ida Marlow in May. Last year, she was fined $5,000 for taking a gift.", "she"),
        ("The company lost a case in May. She was fined $5 million.", "She"),
        ("Ruth Poe shook her head. “She was fined $5,000 for it,” an aide said.", "She"),
        ("Last week we paid $5 million for the mill.", "we"),
        ("He lost $300 on the bet.", "He"),
    ],
)
def test_a_pronoun_is_named_where_the_sentence_before_tells_who_it_is_and_else_stands_for_itself(read, text, payer):
    assert one(read(text)).payer == payer


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The U.S. government sent $40 million in aid to Malawi.", "US"),
        ("American taxpayers paid $90 million for the bridge.", "US"),
        ("The government of Kenya pledged $4 million to the victims.", "KE"),
        ("The Japanese carmaker paid $4 million to the victims.", None),
    ],
)
def test_a_payer_has_a_country_where_it_is_one_or_its_government_or_people(read, text, country):
    assert one(read(text)).payer_country == country


@pytest.mark.parametrize(
    ("text", "payer", "payee"),
    [
        ("Norway lent Kenya $20 million.", "NO", "KE"),
        ("The German government has lent Tunisia €300 million.", "DE", "TN"),
        ("Kyiv has asked Washington for another $2 billion.", "US", "UA"),
        ("The Treasury of Britain gave £6 million to Acme.", "GB", None),
    ],
)
def test_payer_and_payee_each_have_their_country(read, text, payer, payee):
    figure = one(read(text))
    assert (figure.payer_country, figure.payee_country) == (payer, payee)


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("The bridge cost the town $4 million.", "The bridge"),
        ("Acme bought its rival Bolt for $4 billion.", "its rival Bolt"),
        ("Congress approved a $4 billion rescue package.", "rescue package"),
        ("Norway sent $4 million in military aid to Kenya.", "military aid"),
        ("The price of bread rose to $4.", "bread"),
        ("Acme was fined $4 million.", None),
    ],
)
def test_a_purpose_is_what_is_bought_built_priced_or_named_beside_the_amount(read, text, purpose):
    assert one(read(text)).purpose == purpose


def test_amounts_that_one_verb_takes_share_its_payer(read):
    first, second = read("The firm paid $2 million to the city and $5 million to the bank.")._.figures
    assert (first.payer, first.payee) == ("The firm", "the city")
    assert (second.payer, second.payee) == ("The firm", "the bank")


def test_each_of_two_givers_under_one_verb_pays_only_its_own(read):
    first, second = read("Germany is to give €60 million and Canada C$25 million.")._.figures
    assert first.payer == "Germany"
    assert second.payer in (None, "Canada")
    assert second.payee is None


def test_a_purpose_is_what_stands_in_the_text(read):
    doc = read("The city spent $4 million on new trucks and raised $5 million to repair the bridge.")
    for figure in doc._.figures:
        assert figure.purpose == doc.text[figure.purpose_start : figure.purpose_end]
    assert doc._.figures[0].purpose.startswith("new trucks")


@pytest.mark.parametrize(
    ("text", "payer", "payee"),
    [
        ("The regulator fined the bank $4 million for hiding losses.", "the bank", "The regulator"),
        ("The bank was hit with a $4 million fine by the regulator.", "The bank", "the regulator"),
        ("The regulator imposed a $4 million fine on the bank.", "the bank", "The regulator"),
        ("The bank received a $4 million fine.", "The bank", None),
        ("The bank received a $4 million grant.", None, "The bank"),
        ("Thieves stole $4 million from the bank.", "the bank", "Thieves"),
        ("Hackers demanded a $6 million ransom from the hospital.", "the hospital", "Hackers"),
        ("The hospital paid hackers a ransom of $6 million.", "The hospital", "hackers"),
        ("The army awarded the firm a $4 million contract to build boats.", "The army", "the firm"),
        ("The firm won a $4 million contract from the army to build boats.", "the army", "The firm"),
        ("Turkey's current $18 billion loan agreement with the bank expires in May.", "the bank", "Turkey"),
        ("Merchants shelled out $4 million to the plaintiffs.", "Merchants", "the plaintiffs"),
        ("The union, which represents 5,000 drivers, owes $6 million to the bank.", "The union", "the bank"),
        ("The $4 million that Zambia owes the fund is due in May.", "Zambia", "the fund"),
        ("Another $4 million went to the farmers.", None, "the farmers"),
        ("The widow left her nephew $4 million.", "The widow", "her nephew"),
    ],
)
def test_each_class_of_verbs_and_nouns_has_its_payer_and_its_payee(read, text, payer, payee):
    figure = one(read(text))
    assert (figure.payer, figure.payee) == (payer, payee)


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("By paying $4 million to the city, the firm avoided a trial.", "the firm"),
        ("The club broke a record by paying £6m for a striker.", "The club"),
        ("The Senate voted 60-38 on Tuesday to give the Pentagon another $6 billion.", "Senate"),
        ("Whole Grains, based in Leeds, Ohio, agreed to pay $4 million to the city.", "Whole Grains"),
        ("Ruth Poe, the head of sales at Acme, who gave $4 million to the party, denied it.", "Ruth Poe"),
        ("She’s donated $4 million to the party.", "She"),
        ("The firm has been asked whether workers stole goods, and in 2014 paid a $5 million fine.", "The firm"),
        ("The service has cost Acme (ACM) $4 million.", "Acme"),
        ("A plan that forces them to pay $4,000 is unfair.", "them"),
    ],
)
def test_the_subject_of_a_verb_is_found_past_what_stands_between(read, text, payer):
    assert one(read(text)).payer == payer


@pytest.mark.parametrize(
    ("text", "payee"),
    [
        ("The sale earned the town $4 million.", "the town"),
        ("The town earned $4 million.", "The town"),
        ("The app generates $1 million a year for its owner.", "its owner"),
        ("Ruth Poe, whose net worth is $4 million, retired.", "Ruth Poe"),
        ("She will keep her $4,000 in winnings.", "She"),
    ],
)
def test_what_is_made_is_whom_it_is_made_for(read, text, payee):
    assert one(read(text)).payee == payee


@pytest.mark.parametrize(
    "text",
    [
        "No one has paid the $600 fee.",
        "The analyst said that profits culminated in $4 million.",
        "He backs raising the nation's minimum wage to $15 an hour.",
        "A jury awarded damages of $4 million.",
        "The new tax, which the ministry said would raise $78 billion, is popular.",
    ],
)
def test_nobody_pays_where_the_words_do_not_say_who(read, text):
    assert one(read(text)).payer is None
    assert one(read(text)).payee is None


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("Acme Energy lost its case in May. The company will pay a $5 million fine.", "Acme Energy"),
        ("Acme Energy sued in May. Bolt Mining replied. The company will pay a $5 million fine.", "The company"),
    ],
)
def test_the_company_is_named_where_only_one_was(read, text, payer):
    assert one(read(text)).payer == payer


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("The flood caused $4 million in damage.", "The flood"),
        ("The firm pushed for $5 million for mail-in voting.", "mail-in voting"),
        ("The board agreed a $4 billion takeover of a rival brewery.", "a rival brewery"),
        ("The firm bought a stake in a mine worth $4 million.", "a stake in a mine"),
        ("The ministry handed out $4 million in grants.", None),
        ("The red lamp ($40) is sold out.", "The red lamp"),
        ("The book is on sale for £6.", "The book"),
    ],
)
def test_a_purpose_says_more_than_what_sort_of_money_it_is(read, text, purpose):
    assert one(read(text)).purpose == purpose


@pytest.mark.parametrize(
    ("text", "payer", "payee", "purpose"),
    [
        ("You can get a red lamp for $40.", "You", None, "a red lamp"),
        ("Pupils are eligible for up to $8,000.", None, "Pupils", None),
        ("The ministry awarded a $3 million contract to Acme.", "The ministry", "Acme", None),
        ("Peru imported $5 billion in wheat last year.", "Peru", None, "wheat"),
        ("The council raised the minimum wage to $15.", None, None, "minimum wage"),
        ("Crude spiked to $70 a barrel.", None, None, "Crude"),
    ],
)
def test_prices_shares_of_aid_trade_and_wages_have_their_parties_and_what_they_are_of(read, text, payer, payee, purpose):
    figure = one(read(text))
    assert (figure.payer, figure.payee) == (payer, payee)
    assert purpose is None or figure.purpose.endswith(purpose)


@pytest.mark.parametrize(
    ("text", "payer", "country"),
    [
        ("The Pentagon spent $5 million on boots.", "Pentagon", "US"),
        ("The House passed a $5 billion aid bill.", "House", "US"),
        ("The government sent Ukraine $5 million in aid.", "The government", "US"),
        ("President Poe pledged $5 million in aid to Kenya.", "Poe", "US"),
        ("Poe Mining pledged $5 million in aid to Kenya.", "Poe Mining", None),
    ],
)
def test_a_body_or_the_head_of_a_state_pays_as_its_country(read, text, payer, country):
    figure = one(read(text))
    assert (figure.payer, figure.payer_country) == (payer, country)


def test_an_institution_of_a_state_is_no_company_that_earns(read):
    doc = read(
        "The White House was silent. Half of the income from new licences is put at $3 billion. The White House will wait."
    )
    assert [figure.payee for figure in doc._.figures] == [None]
