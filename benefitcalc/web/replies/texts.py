"""What the page and the API say of themselves. What they say of benefits, facts and problems comes from the library."""

from benefitcalc.text.message import Text

# Refusals of a request, whoever asks.
STATUS = {
    400: Text(zh="请求有误", en="The request is not right"),
    404: Text(zh="没有这个页面", en="There is no such page"),
    405: Text(zh="不能这样请求", en="This cannot be asked in that way"),
    408: Text(zh="等待太久", en="The request came too slowly"),
    413: Text(zh="内容太大", en="The request is too large"),
    415: Text(zh="格式不对", en="The request is of another kind"),
    422: Text(zh="填写有误", en="Something that was given is not right"),
    500: Text(zh="出错了", en="Something went wrong here"),
    503: Text(zh="现在太忙", en="Too busy at the moment"),
}
FAILED = Text(
    zh="程序出错了。您填的内容没有保存。请再试一次。",
    en="Something went wrong here. Nothing of what you gave is kept. Please try again.",
)
OTHER_HOST = Text(zh="这个名称不是本服务的", en="this service does not go by that name")
NO_PATH = Text(zh="网址要以 / 开头", en="give an address that begins with /")
TOO_SLOW = Text(zh="请求没有在规定时间内收完", en="the request did not come whole in time")
BUSY = Text(zh="现在请求太多，请稍后再试", en="too many ask at once; please try again")
TOO_LONG = Text(zh="没有在规定时间内算完，请稍后再试", en="this was not computed in time; please try again")
SEND_JSON = Text(zh="请发送 application/json", en="send application/json")
SEND_FORM = Text(zh="请用页面上的表单", en="use the form of the page")
NOT_JSON = Text(zh="不是 UTF-8 的 JSON", en="this is not JSON in UTF-8")
NO_OBJECT = Text(zh="请发送一个 JSON 对象", en="send a JSON object")
TOO_DEEP = Text(zh="嵌套太深，最多 6 层", en="nested too deeply; at most 6 lists and objects in one another")
TOO_MANY_FIELDS = Text(zh="字段太多，最多 64 个", en="too many fields; at most 64")
NO_LIST = Text(zh="请给出一个列表", en="give a list")
FORM_NOT_RIGHT = Text(zh="表单内容有误，请从头开始", en="the form is not right; please begin again")

# Every page.
SITE = Text(zh="民生待遇估算", en="Benefit estimate")
SKIP = Text(zh="跳到正文", en="Skip to the content")
LANGUAGES = Text(zh="语言", en="Language")
NOTHING_KEPT = Text(
    zh="您填的内容不保存、不记录，也不用 Cookie；关掉页面就没有了。",
    en="Nothing you enter is stored or logged, and no cookie is used. Close the page and it is gone.",
)

# The start. As many benefits are offered as there are rules; as many are asked about together as one document has.
START_TITLE = Text(zh="您可能得到哪些待遇？", en="Which benefits may you get?")
START_LEAD = Text(
    zh="回答几个问题，看看 {offered} 项待遇各能得到多少、为什么、依据在哪里。",
    en="Answer a few questions and see what each of {offered} benefits may come to, why, and where it stands.",
)
WHAT_IT_IS = Text(zh="依据和做法", en="What it rests on, and how it goes")
BASED_ON = Text(zh="依据：", en="Based on: ")
ONE_BY_ONE = Text(
    zh="每页只问一个问题，一般十几个，全部答完二十多个。不知道就选“不知道”，也可以随时回去改，随时看结果。",
    en="One question a page, often a dozen, two dozen at most. “I don't know” is always an answer. You may go back, "
    "change an answer or see the result at any time.",
)
WHAT_IT_IS_NOT = Text(zh="这是估算，不是决定", en="An estimate, and not a decision")
NO_NAMES = Text(
    zh="不问姓名、身份证号和电话。",
    en="It asks for no name, no identity number and no telephone number.",
)
BEGIN = Text(zh="开始：{together} 项一起问", en="Begin: {together} benefits together")
OR_ONE = Text(zh="只问其中一项", en="Or ask about one only")

# A question.
QUESTION = Text(zh="问题", en="Question")
I_DO_NOT_KNOW = Text(zh="不知道", en="I don't know")
GO_ON = Text(zh="继续", en="Continue")
GO_BACK = Text(zh="返回上一题", en="Back")
SEE_RESULT = Text(zh="先看结果", en="See the result so far")
MATTERS_TO = Text(zh="关系到：", en="This matters to: ")
ANSWERED_BEFORE = Text(zh="您上次的回答：", en="Your answer before: ")
MONEY_HINT = Text(
    zh="单位是元，例如 1200.50。只知道大概，可以填范围，例如 3000..5000。",
    en="In yuan, such as 1200.50. If you know it roughly, give a range, such as 3000..5000.",
)
WHOLE_HINT = Text(
    zh="填整数，例如 67。只知道大概，可以填范围，例如 60..70。",
    en="A whole number, such as 67. If you know it roughly, give a range, such as 60..70.",
)
ERROR = Text(zh="有误：", en="Error: ")
THERE_IS_A_PROBLEM = Text(zh="这里需要改一下", en="There is a problem")
NO_ANSWER = Text(zh="请填写，或者选“不知道”。", en="Give an answer, or choose “I don't know”.")

# The result.
RESULT_TITLE = Text(zh="估算结果", en="Your estimate")
AT_A_GLANCE = Text(zh="一览", en="At a glance")
AT_LEAST = Text(zh="至少", en="At least")
AS_STATED = Text(zh="按文件所写", en="As stated")
AT_MOST = Text(zh="至多", en="At most")
WHAT_WOULD_CHANGE_IT = Text(zh="什么会改变结果", en="What would change it")
NOTHING_WOULD = Text(
    zh="您给出的情况已经足够；文件的不同理解也不改变结果。",
    en="What you gave is enough, and no reading of the document changes it.",
)
AT_THE_COUNTER = Text(zh="到窗口问什么", en="What to ask at the counter")
ASK_IN_FORCE = Text(
    zh="这项待遇现在是否执行，从哪一天起、到哪一天止？",
    en="Is this benefit in force now, from which day and until which?",
)
ASK_TERM = Text(zh="这一条实际怎样执行：", en="What holds in practice for this: ")
ASK_FACT = Text(zh="您还不清楚的，可以问：", en="What you do not know yet, and may ask: ")
ASK_PAPERS = Text(zh="需要带哪些材料，在哪里办理？", en="Which papers are needed, and where does one apply?")
CURVE_TITLE = Text(zh="金额怎样随这一项变化：", en="How the amount changes along: ")
CURVE_WHO = Text(zh="是否符合怎样随这一项变化：", en="Who is eligible, along: ")
CURVE_LINE = Text(zh="按文件所写", en="as stated")
CURVE_BAND = Text(zh="从严到从宽的范围", en="from the strict to the generous reading")
CURVE_FIGURES = Text(zh="图中的数字", en="The figures of the chart")
CLIFF_NOTE = Text(zh="虚线处突然变化。", en="At a dotted line there is a jump.")
CHART_OF = Text(zh="图：", en="Chart: ")
PLACE = Text(zh="位置", en="At")
STRICT = Text(zh="从严", en="Strict")
GENEROUS = Text(zh="从宽", en="Generous")
YOU = Text(zh="您：", en="You: ")
MORE = Text(zh="依据和假定", en="Where it stands and what is assumed")
IN_PYTHON = Text(zh="同样的计算，用 Python", en="The same in Python")
ONLY_THIS = Text(zh="单独看这一项（便于打印）", en="This benefit alone (to print)")
ALL_AGAIN = Text(zh="{together} 项一起看", en="See {together} benefits together")
YOUR_ANSWERS = Text(zh="您的回答", en="Your answers")
CHANGE = Text(zh="修改", en="Change")
GO_ON_ASKING = Text(zh="继续回答", en="Go on with the questions")
START_AGAIN = Text(zh="重新开始", en="Start again")
NO_TOTAL = Text(
    zh="各项金额的期间不同，不能相加。",
    en="The amounts are of different periods and must not be added.",
)
