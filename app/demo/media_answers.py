"""What the demonstration's candidate says: made-up answers about a bank teller's work."""

PRACTICE = "我今天早上坐地铁过来，路上很顺利，提前二十分钟就到了。"

ANSWERS = (
    # why this bank
    (
        "我大学学的是金融专业，毕业以后在银行网点实习了半年，主要在大厅帮助客户办理业务。"
        "我做事认真，有耐心，希望在这里长期发展，把服务做好。"
    ),
    # an angry customer
    (
        "首先我会保持冷静，耐心听客户把话说完，并且向他道歉。"
        "然后了解等待的原因，马上想办法解决问题。"
        "如果我处理不了，就请主管帮忙，事后再回访客户。"
    ),
    # a suspicious transaction
    (
        "我会先停下来，核对客户的身份证，再问清楚这笔钱的用途。"
        "如果觉得有诈骗的风险，我会耐心提醒客户，按照规定不马上办理，同时向主管报告。"
    ),
)
