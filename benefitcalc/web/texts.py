"""What the page and the API say of themselves. What they say of benefits, facts and problems comes from the library."""

from benefitcalc.messages import Text

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
TOO_SLOW = Text(zh="请求没有在规定时间内收完", en="the request did not come whole in time")
BUSY = Text(zh="现在请求太多，请稍后再试", en="too many ask at once; please try again")
TOO_LONG = Text(zh="没有在规定时间内算完，请稍后再试", en="this was not computed in time; please try again")
SEND_JSON = Text(zh="请发送 application/json", en="send application/json")
SEND_FORM = Text(zh="请用页面上的表单", en="use the form of the page")
NOT_JSON = Text(zh="不是 UTF-8 的 JSON", en="this is not JSON in UTF-8")
NO_OBJECT = Text(zh="请发送一个 JSON 对象", en="send a JSON object")
TOO_DEEP = Text(zh="嵌套太深", en="nested too deeply")
NAMED_TWICE = Text(zh="一个名称出现了两次", en="a name is given twice")
TOO_MANY_FIELDS = Text(zh="字段太多", en="too many fields")
TOO_MANY_VISITS = Text(zh="就诊次数太多，最多 500 次", en="too many visits; at most 500")
NO_LIST = Text(zh="请给出一个列表", en="give a list")
FORM_NOT_RIGHT = Text(zh="表单内容有误，请从头开始", en="the form is not right; please begin again")
