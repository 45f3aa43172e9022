"""The own texts of the pages and the API. The texts about benefits, facts and problems come from the library."""

from benefitcalc.text.message import N_, Message, say

# Refusals of a request, for people and for programs.
STATUS = {
    400: say(N_("The request is not right")),
    404: say(N_("There is no such page")),
    405: say(N_("This cannot be asked in that way")),
    408: say(N_("The request came too slowly")),
    413: say(N_("The request is too large")),
    415: say(N_("The request is of another kind")),
    422: say(N_("Something that was given is not right")),
    500: say(N_("Something went wrong here")),
    503: say(N_("Too busy at the moment")),
}
FAILED = say(N_("Something went wrong here. Nothing of what you gave is kept. Please try again."))


def too_large(most: int) -> Message:
    """Return the message for a body above the limit, in kB."""
    return say(N_("too large; at most {most} kB"), most=most)


OTHER_HOST = say(N_("this service does not go by that name; it is added with --allow-host where it is served"))
NO_PATH = say(N_("give an address that begins with /"))
TOO_SLOW = say(N_("the request did not come whole in time"))
BUSY = say(N_("too many ask at once; please try again"))
TOO_LONG = say(N_("this was not computed in time; please try again"))
SEND_JSON = say(N_("send application/json"))
SEND_FORM = say(N_("use the form of the page"))
NOT_JSON = say(N_("this is not JSON in UTF-8"))
NO_OBJECT = say(N_("send a JSON object"))
TOO_DEEP = say(N_("nested too deeply; at most 6 lists and objects in one another"))
TOO_MANY_FIELDS = say(N_("too many fields; at most 64"))
NO_LIST = say(N_("give a list"))
FORM_NOT_RIGHT = say(N_("the form is not right; please begin again"))

# Every page.
SITE = say(N_("Benefit estimate"))
SKIP = say(N_("Skip to the content"))
LANGUAGES = say(N_("Text and language"))
LARGER_TEXT = say(N_("Large text"))
SMALLER_TEXT = say(N_("Normal text"))
NOTHING_KEPT = say(N_("Nothing you enter is stored or logged, and no cookie is used. Close the page and it is gone."))

# The start page.
START_TITLE = say(N_("Which benefits may you get?"))


FOR_WHOM = say(N_("For whom do you ask?"))
WHAT_IS_NEEDED = say(N_("What is it about? Several may be chosen."))
NO_NEED = say(N_("Choose at least one of what is needed."))
BEGIN = say(N_("Begin"))
NOT_ALL_IN_FORCE = say(
    N_("Some of these benefits are in force; others were announced, or have ended. Each result says which.")
)
WHAT_IT_IS = say(N_("What it rests on, and how it goes"))
BASED_ON = say(N_("Based on: "))
ONE_BY_ONE = say(
    N_(
        "One question a page, often a dozen, two dozen at most. “I don't know” is always an answer. You may go back, "
        "change an answer or see the result at any time."
    )
)
WHAT_IT_IS_NOT = say(N_("An estimate, and not a decision"))
NO_NAMES = say(N_("It asks for no name, no identity number and no telephone number."))


OR_ONE = say(N_("Or ask about one benefit only"))

# A question.
TICK_WHICH = say(N_("Tick what there is; where there is none, go on."))
I_DO_NOT_KNOW = say(N_("I don't know"))
GO_ON = say(N_("Continue"))
GO_BACK = say(N_("Back"))
SEE_RESULT = say(N_("See the result so far"))
MATTERS_TO = say(N_("This matters to: "))
ANSWERED_BEFORE = say(N_("Your answer before: "))
MONEY_HINT = say(N_("In yuan, such as 3200. If you know it roughly: about 3000, or 3000 to 5000."))
WHOLE_HINT = say(N_("A whole number, such as 67. If you know it roughly: about 70, or 60 to 70."))
TYPE_LETTERS = say(N_("Type words instead of figures"))
TYPE_FIGURES = say(N_("Type figures instead of words"))
BY_WHICH_PERIOD = say(N_("The amount is of:"))
PERIODS = {"month": say(N_("a month")), "year": say(N_("a year"))}
CHANGE_INSTEAD = say(N_("Change the other answer: "))


def take(offer: str) -> Message:
    """What takes an offered answer."""
    return say(N_("Yes, {offer}"), offer=offer)


ERROR = say(N_("Error: "))
THERE_IS_A_PROBLEM = say(N_("There is a problem"))
NO_ANSWER = say(N_("Give an answer, or choose “I don't know”."))

# The result.
RESULT_TITLE = say(N_("Your estimate"))
AT_A_GLANCE = say(N_("At a glance"))
AT_LEAST = say(N_("At least"))
AS_STATED = say(N_("As stated"))
AT_MOST = say(N_("At most"))
WHAT_NEXT = say(N_("What next"))
WHOM_TO_ASK = say(N_("Whom to ask: the line 12345. What next stands with each benefit below."))
BASIS = say(N_("What it rests on"))
WHAT_WOULD_CHANGE_IT = say(N_("What would change it"))
NOTHING_WOULD = say(N_("What was given is enough, and no reading of the document changes it."))
AT_THE_COUNTER = say(N_("What to ask at the counter"))
ASK_IN_FORCE = say(N_("Is this benefit in force now, from which day and until which?"))
ASK_TERM = say(N_("What holds in practice for this: "))
ASK_FACT = say(N_("Not known yet; it may be asked: "))
ASK_PAPERS = say(N_("Which papers are needed, and where does one apply?"))
CURVE_TITLE = say(N_("How the amount changes along: "))
CURVE_WHO = say(N_("Who is eligible, along: "))
CURVE_LINE = say(N_("as stated"))
CURVE_BAND = say(N_("from the strict to the generous reading"))
CURVE_FIGURES = say(N_("The figures of the chart"))
CLIFF_NOTE = say(N_("At a dotted line there is a jump."))
CHART_OF = say(N_("Chart: "))
PLACE = say(N_("At"))
STRICT = say(N_("Strict"))
GENEROUS = say(N_("Generous"))
YOU = say(N_("You: "))


def whose(who: Message) -> Message:
    """Where another person stands in a picture."""
    return say(N_("{who}: "), who=who)


WHAT_WAS_ANNOUNCED = say(N_("What was announced"))
MORE = say(N_("Where it stands and what is assumed"))
IN_PYTHON = say(N_("The same in Python"))
ONLY_THIS = say(N_("This benefit alone (to print)"))


def all_again(together: int) -> Message:
    """Return the label of the way back from one benefit."""
    return say(N_("See {together} benefits together"), together=together)


YOUR_ANSWERS = say(N_("Your answers"))
CHANGE = say(N_("Change"))
GO_ON_ASKING = say(N_("Go on with the questions"))
FORGET = say(N_("Forget everything and start again"))
OTHER_NEEDS = say(N_("Another need, or another person"))
START_AGAIN = say(N_("Start again"))
ONE_MORE = say(N_("One more person of the household"))
ONE_MORE_HINT = say(N_("What the whole household shares, such as Dibao, is not asked again."))
WHO_GETS_WHAT = say(N_("Who gets what"))
SEE_ALL_OF_IT = say(N_("See all of it"))
BELOW = say(N_("all of it is below"))
NO_TOTAL = say(N_("The amounts are of different periods and must not be added."))
