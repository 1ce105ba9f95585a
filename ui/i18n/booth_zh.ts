<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>AlertLine</name>
    <message>
        <source>since %1</source>
        <translation>自 %1 起</translation>
    </message>
    <message>
        <source>at %1, for %2 s</source>
        <translation>%1，持续 %2 秒</translation>
    </message>
    <message>
        <source> (room camera)</source>
        <translation>（环境摄像头）</translation>
    </message>
    <message>
        <source>at %1: %2 s were credited to you</source>
        <translation>%1，已为您补回 %2 秒</translation>
    </message>
</context>
<context>
    <name>AlertNote</name>
    <message>
        <source> (room camera)</source>
        <translation>（环境摄像头）</translation>
    </message>
    <message>
        <source>still going on</source>
        <translation>仍在持续</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>备注：%1</translation>
    </message>
    <message>
        <source>Note: what was it?</source>
        <translation>备注：实际情况是什么？</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>已知悉</translation>
    </message>
</context>
<context>
    <name>AlertPictures</name>
    <message>
        <source>No pictures were kept of this one. The recording holds it.</source>
        <translation>没有为它保留画面，录像中有这一刻。</translation>
    </message>
</context>
<context>
    <name>AlertsPanel</name>
    <message>
        <source>Noticed</source>
        <translation>异常提示</translation>
    </message>
    <message>
        <source>Nothing so far.</source>
        <translation>暂无。</translation>
    </message>
</context>
<context>
    <name>AssignmentsPanel</name>
    <message>
        <source>Today</source>
        <translation>今日面试</translation>
    </message>
    <message>
        <source>No appointments today. New ones come from headquarters by themselves.</source>
        <translation>今日暂无面试安排，新的安排会由总行自动下发。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>BriefingPage</name>
    <message>
        <source>It shows you how a question, the preparation and the answer work.</source>
        <translation>帮助您熟悉看题、准备和作答的过程。</translation>
    </message>
    <message>
        <source>It is neither scored nor shown to anybody.</source>
        <translation>练习不评分，也不会给任何人看。</translation>
    </message>
    <message>
        <source>The clock in the ring shows how much time is left.</source>
        <translation>圆环中的数字是剩余时间。</translation>
    </message>
    <message>
        <source>Number of questions: %1</source>
        <translation>共 %1 道题</translation>
    </message>
    <message>
        <source>For each there is time to prepare, then time to answer. You may begin and finish earlier.</source>
        <translation>每道题先有准备时间，再有作答时间，您可以提前开始或提前结束。</translation>
    </message>
    <message>
        <source>Your answers are recorded and saved while you speak. A fault of the system never costs you time.</source>
        <translation>作答过程中同步录制并保存。如遇系统故障，不会占用您的时间。</translation>
    </message>
    <message>
        <source>First a practice question</source>
        <translation>先做一道练习题</translation>
    </message>
    <message>
        <source>Now the interview begins</source>
        <translation>面试即将开始</translation>
    </message>
    <message>
        <source>Show the practice question</source>
        <translation>查看练习题</translation>
    </message>
    <message>
        <source>Begin the interview</source>
        <translation>开始面试</translation>
    </message>
</context>
<context>
    <name>CamerasPanel</name>
    <message>
        <source>Picture and sound</source>
        <translation>画面与声音</translation>
    </message>
    <message>
        <source>%1 frames/s</source>
        <translation>%1 帧/秒</translation>
    </message>
    <message>
        <source>Candidate&apos;s camera: no picture</source>
        <translation>应聘者摄像头：无画面</translation>
    </message>
    <message>
        <source>Room camera: no picture</source>
        <translation>环境摄像头：无画面</translation>
    </message>
    <message>
        <source>no sound</source>
        <translation>无声音</translation>
    </message>
    <message>
        <source>peak %1 dB</source>
        <translation>峰值 %1 dB</translation>
    </message>
</context>
<context>
    <name>CandidateWindow</name>
    <message>
        <source>Interview</source>
        <translation>面试</translation>
    </message>
</context>
<context>
    <name>CardPage</name>
    <message>
        <source>Open the page with your portrait and hold it so that the two lines with &lt;&lt;&lt; can be read.</source>
        <translation>请翻到印有照片的一页，并拿稳，让带“&lt;&lt;&lt;”的两行文字可以读清。</translation>
    </message>
    <message>
        <source>Hold the side with the three lines of &lt;&lt;&lt; so that it fills the outline.</source>
        <translation>请出示印有三行“&lt;&lt;&lt;”字符的一面，并使其充满边框。</translation>
    </message>
    <message>
        <source>Is this correct?</source>
        <translation>请核对信息</translation>
    </message>
    <message>
        <source>ID card: the side with your portrait</source>
        <translation>身份证人像面</translation>
    </message>
    <message>
        <source>ID card: the side with the emblem</source>
        <translation>身份证国徽面</translation>
    </message>
    <message>
        <source>Your ID card once more, please</source>
        <translation>请再次出示身份证</translation>
    </message>
    <message>
        <source>Which document do you have?</source>
        <translation>您携带的是哪种证件？</translation>
    </message>
    <message>
        <source>Your document once more, please: %1</source>
        <translation>请再次出示您的证件：%1</translation>
    </message>
    <message>
        <source>Compare it with your card.</source>
        <translation>请与您的身份证核对。</translation>
    </message>
    <message>
        <source>Hold the card so that it fills the outline.</source>
        <translation>请手持身份证，使其对准并填满取景框。</translation>
    </message>
    <message>
        <source>There was a longer interruption. What you have said is saved; before it goes on we make sure that it is you.</source>
        <translation>面试中断了较长时间。您已说的内容都已保存；继续之前，请让我们确认是您本人。</translation>
    </message>
    <message>
        <source>Is yours not among them? A member of staff can help.</source>
        <translation>没有您的证件？工作人员可以协助您。</translation>
    </message>
    <message>
        <source>Compare it with your document.</source>
        <translation>请与您的证件核对。</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>摄像头正在启动…</translation>
    </message>
    <message>
        <source>Looking for the card…</source>
        <translation>正在寻找身份证…</translation>
    </message>
    <message>
        <source>Looking for the document…</source>
        <translation>正在寻找证件……</translation>
    </message>
    <message>
        <source>It is read by itself; you need not press anything.</source>
        <translation>系统会自动识别，无需点击任何按钮。</translation>
    </message>
    <message>
        <source>A member of staff is looking at your document now. There is nothing for you to do; the interview&apos;s time stands still.</source>
        <translation>工作人员正在查看您的证件，您无需操作；面试计时已暂停。</translation>
    </message>
    <message>
        <source>A member of staff is looking at your document now. There is nothing for you to do; the interview&apos;s time has not begun.</source>
        <translation>工作人员正在查看您的证件，您无需操作；面试尚未开始计时。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>I have another document</source>
        <translation>我使用其他证件</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>重新识别</translation>
    </message>
    <message>
        <source>Yes, this is correct</source>
        <translation>信息无误</translation>
    </message>
</context>
<context>
    <name>CheckInPage</name>
    <message>
        <source>Please show your invitation</source>
        <translation>请出示面试邀请</translation>
    </message>
    <message>
        <source>Hold the square code of your invitation before the camera, on paper or on your phone.</source>
        <translation>请将邀请函上的二维码对准摄像头，纸质或手机均可。</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>摄像头正在启动…</translation>
    </message>
    <message>
        <source>Looking for the code…</source>
        <translation>正在寻找二维码…</translation>
    </message>
    <message>
        <source>Please show the code of today&apos;s appointment, or call a member of staff.</source>
        <translation>请出示今天这场面试的二维码，或呼叫工作人员。</translation>
    </message>
    <message>
        <source>It goes on by itself as soon as the code has been read.</source>
        <translation>识别成功后将自动进入下一步。</translation>
    </message>
    <message>
        <source>No code with you? Call a member of staff.</source>
        <translation>没有带二维码？请呼叫工作人员。</translation>
    </message>
</context>
<context>
    <name>ClosedPage</name>
    <message>
        <source>The interview has ended</source>
        <translation>面试已结束</translation>
    </message>
    <message>
        <source>You did not agree, so nothing was recorded.</source>
        <translation>您未同意授权，因此没有进行任何录制。</translation>
    </message>
    <message>
        <source>You stopped the interview. Nothing more is recorded, and nothing will be analysed.</source>
        <translation>您已终止面试。系统不再录制，也不会进行任何分析。</translation>
    </message>
    <message>
        <source>The interview could not be held. A member of staff explains why and what you can do.</source>
        <translation>本次面试无法进行，工作人员会向您说明原因和后续安排。</translation>
    </message>
    <message>
        <source>Please turn to a member of staff if you have questions.</source>
        <translation>如有疑问，请咨询工作人员。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ConsentPage</name>
    <message>
        <source>Your consent</source>
        <translation>授权确认</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必选</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>I do not agree</source>
        <translation>不同意</translation>
    </message>
    <message>
        <source>You may take back your consent at any time.</source>
        <translation>您可以随时撤回授权。</translation>
    </message>
    <message>
        <source>Tick the required items to go on. Nothing is recorded until then.</source>
        <translation>勾选必选项后方可继续，在此之前不会进行任何录制。</translation>
    </message>
    <message>
        <source>I agree to the ticked items</source>
        <translation>同意所选条款</translation>
    </message>
</context>
<context>
    <name>DecisionPanel</name>
    <message>
        <source>Your decision: %1</source>
        <translation>待您确认：%1</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>人工确认</translation>
    </message>
    <message>
        <source>Nothing waits for you. When a step cannot be passed by the machine, it is shown here.</source>
        <translation>暂无待确认事项。系统无法自动通过的步骤会显示在这里。</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>证件</translation>
    </message>
    <message>
        <source>%1 has confirmed. Now a second member of staff looks at the card and the person, and confirms with a PIN of their own.</source>
        <translation>%1 已确认。现在请第二名工作人员核对证件和本人，并用自己的密码确认。</translation>
    </message>
    <message>
        <source>PIN of the second person</source>
        <translation>第二名工作人员的密码</translation>
    </message>
    <message>
        <source>As on the card, if different</source>
        <translation>与证件不同时，按证件填写</translation>
    </message>
    <message>
        <source>Reason (needed to accept)</source>
        <translation>理由（通过时必填）</translation>
    </message>
    <message>
        <source>Refuse and end</source>
        <translation>拒绝并结束</translation>
    </message>
    <message>
        <source>Accept and go on</source>
        <translation>通过并继续</translation>
    </message>
</context>
<context>
    <name>DocumentChoice</name>
    <message>
        <source>Type another document:</source>
        <translation>录入其他证件：</translation>
    </message>
    <message>
        <source>Type the other side instead of waiting:</source>
        <translation>不必等待，直接录入另一面：</translation>
    </message>
</context>
<context>
    <name>FacePage</name>
    <message>
        <source>Please look at the camera</source>
        <translation>请正视摄像头</translation>
    </message>
    <message>
        <source>A member of staff looks at your card</source>
        <translation>工作人员正在核对您的证件</translation>
    </message>
    <message>
        <source>You chose to be identified without face recognition. Two members of staff compare your card with you, one after the other; it takes about as long.</source>
        <translation>您选择了不使用人脸识别。两名工作人员会先后将证件与您本人核对，所需时间相当。</translation>
    </message>
    <message>
        <source>The first member of staff has confirmed. A second one looks now.</source>
        <translation>第一名工作人员已确认，现在由第二名工作人员核对。</translation>
    </message>
    <message>
        <source>Your face is compared with the portrait on your ID card.</source>
        <translation>系统正在将您的面部与身份证照片进行比对。</translation>
    </message>
    <message>
        <source>There was a longer interruption. What you have said is saved; before it goes on we make sure that it is you.</source>
        <translation>面试中断了较长时间。您已说的内容都已保存；继续之前，请让我们确认是您本人。</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>摄像头正在启动…</translation>
    </message>
    <message>
        <source>Thank you. Your face matches the card.</source>
        <translation>谢谢，人证比对通过。</translation>
    </message>
    <message>
        <source>The comparison did not succeed. This can be the light, glasses, or an old portrait.</source>
        <translation>比对未通过，可能是光线、眼镜或证件照年代较久所致。</translation>
    </message>
    <message>
        <source>Comparing… please keep looking at the camera.</source>
        <translation>正在比对，请继续正视摄像头…</translation>
    </message>
    <message>
        <source>Tries left: %1. After that a member of staff compares it.</source>
        <translation>还可重试 %1 次，之后将由工作人员核对。</translation>
    </message>
    <message>
        <source>A member of staff will compare it.</source>
        <translation>将由工作人员核对。</translation>
    </message>
    <message>
        <source>A member of staff is comparing your card with you now. There is nothing for you to do; the interview&apos;s time has not begun.</source>
        <translation>工作人员正在核对您本人与身份证，请稍候。面试尚未开始计时。</translation>
    </message>
    <message>
        <source>A member of staff is comparing your card with you now. There is nothing for you to do; the interview&apos;s time stands still.</source>
        <translation>工作人员正在核对您的身份证和您本人。您无需操作，面试计时已暂停。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>Stop the interview</source>
        <translation>终止面试</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>工作人员入口</translation>
    </message>
    <message>
        <source>A member of staff has been called and is on the way.</source>
        <translation>已通知工作人员，请稍候。</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>再次呼叫</translation>
    </message>
    <message>
        <source>Call a member of staff</source>
        <translation>呼叫工作人员</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Interview booth</source>
        <translation>智能面试间</translation>
    </message>
</context>
<context>
    <name>HelpBanner</name>
    <message>
        <source>The candidate is calling for help.</source>
        <translation>应聘者正在请求协助。</translation>
    </message>
    <message>
        <source>I am there</source>
        <translation>我已到场</translation>
    </message>
</context>
<context>
    <name>LanguagePage</name>
    <message>
        <source>In which language shall we speak?</source>
        <translation>请选择语言</translation>
    </message>
    <message>
        <source>You can change it at any time, at the top.</source>
        <translation>您可以随时在屏幕上方更改。</translation>
    </message>
    <message>
        <source>The questions are asked, and you answer, in:</source>
        <translation>面试的提问和作答使用：</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>LivenessPage</name>
    <message>
        <source>A few movements</source>
        <translation>请完成几个动作</translation>
    </message>
    <message>
        <source>They show that you are here yourself. Take your time.</source>
        <translation>用于确认您本人在场，请不必着急。</translation>
    </message>
    <message>
        <source>They show that you are here yourself. Meanwhile the edge of the screen changes its colours.</source>
        <translation>用于确认您本人在场。其间屏幕边缘会变换颜色。</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>摄像头正在启动…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Thank you, that is all.</source>
        <translation>谢谢，动作已全部完成。</translation>
    </message>
    <message>
        <source>Not every movement was seen. You can do them again.</source>
        <translation>有动作未被识别到，您可以重新做一遍。</translation>
    </message>
    <message>
        <source>Please look at the camera…</source>
        <translation>请正视摄像头…</translation>
    </message>
    <message>
        <source>Movements were seen that were not asked for. Please do them again, and only the one that is shown.</source>
        <translation>检测到未要求的动作。请重新做一遍，只做屏幕上显示的动作。</translation>
    </message>
    <message>
        <source>A member of staff is with you in a moment. There is nothing for you to do; the interview&apos;s time has not begun.</source>
        <translation>工作人员马上就来，请稍候。面试尚未开始计时。</translation>
    </message>
    <message>
        <source>If you cannot do a movement, say so: another one is asked for.</source>
        <translation>如果某个动作您做不了，请告诉我们，会换成别的动作。</translation>
    </message>
    <message>
        <source>I cannot do this movement</source>
        <translation>这个动作我做不了</translation>
    </message>
    <message>
        <source>Do them again</source>
        <translation>重新做一遍</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>Enter your PIN</source>
        <translation>请输入操作员密码</translation>
    </message>
    <message>
        <source>That PIN is not right. Please try again.</source>
        <translation>密码不正确，请重新输入。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
</context>
<context>
    <name>MachinePanel</name>
    <message>
        <source>Problems</source>
        <translation>需要处理的问题</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序状态</translation>
    </message>
    <message>
        <source>%1, restarts: %2</source>
        <translation>%1，已重启 %2 次</translation>
    </message>
</context>
<context>
    <name>OperatorWindow</name>
    <message>
        <source>Interview booth: operator</source>
        <translation>智能面试间：操作台</translation>
    </message>
</context>
<context>
    <name>OutboxPanel</name>
    <message>
        <source>To headquarters</source>
        <translation>上传总行</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Nothing is waiting.</source>
        <translation>没有待上传的面试。</translation>
    </message>
    <message>
        <source>Waits until %1</source>
        <translation>等到 %1</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
</context>
<context>
    <name>PausedPage</name>
    <message>
        <source>The interview is paused</source>
        <translation>面试已暂停</translation>
    </message>
    <message>
        <source>Your time stands still, nothing said so far is lost, and %1 seconds have been credited to you.</source>
        <translation>计时已停止，已作答的内容不会丢失，并已为您补时 %1 秒。</translation>
    </message>
    <message>
        <source>Your time stands still, and nothing said so far is lost.</source>
        <translation>计时已停止，已作答的内容不会丢失。</translation>
    </message>
    <message>
        <source>It goes on by itself, or when a member of staff continues it. There is nothing for you to do.</source>
        <translation>面试将自动或由工作人员恢复，您无需任何操作。</translation>
    </message>
</context>
<context>
    <name>PhoneCodePage</name>
    <message>
        <source>Please enter the code from your phone</source>
        <translation>请输入手机验证码</translation>
    </message>
    <message>
        <source>It was sent as a text message to the number ending in %1.</source>
        <translation>验证码已通过短信发送到尾号为 %1 的手机。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>A new code was sent. Only the new one can be used.</source>
        <translation>新的验证码已发送，请使用新的验证码。</translation>
    </message>
    <message>
        <source>A new code is being sent…</source>
        <translation>正在发送新的验证码…</translation>
    </message>
    <message>
        <source>Tries left: %1. After that a member of staff helps.</source>
        <translation>还可输入 %1 次，之后由工作人员协助。</translation>
    </message>
    <message>
        <source>A member of staff is with you in a moment. The interview&apos;s time has not begun.</source>
        <translation>工作人员马上就来，面试尚未开始计时。</translation>
    </message>
    <message>
        <source>I do not have a code</source>
        <translation>我没有验证码</translation>
    </message>
    <message>
        <source>Send a new code</source>
        <translation>重新发送验证码</translation>
    </message>
</context>
<context>
    <name>QuestionPage</name>
    <message>
        <source>Practice question</source>
        <translation>练习题</translation>
    </message>
    <message>
        <source>Question %1 of %2</source>
        <translation>第 %1 题，共 %2 题</translation>
    </message>
    <message>
        <source>There was an interruption. What you said before is kept, and %1 seconds have been credited to you.</source>
        <translation>刚才发生了中断。您之前的作答已保留，并已为您补时 %1 秒。</translation>
    </message>
    <message>
        <source>There was an interruption. What you said before is kept.</source>
        <translation>刚才发生了中断，您之前的作答已保留。</translation>
    </message>
    <message>
        <source>Only for practice: this answer is neither scored nor shown to anybody.</source>
        <translation>仅供练习：本题不评分，也不会给任何人看。</translation>
    </message>
    <message>
        <source>Speak freely. When you have said everything, finish the answer.</source>
        <translation>请自然作答，说完后点击“结束作答”。</translation>
    </message>
    <message>
        <source>Speak freely. You can finish the answer in a moment.</source>
        <translation>请自然作答，稍后即可结束作答。</translation>
    </message>
    <message>
        <source>Gather your thoughts. The answer begins by itself when the time is up.</source>
        <translation>请整理思路，准备时间结束后将自动开始作答。</translation>
    </message>
    <message>
        <source>Finish the answer</source>
        <translation>结束作答</translation>
    </message>
    <message>
        <source>Answer now</source>
        <translation>立即作答</translation>
    </message>
    <message>
        <source>left to answer</source>
        <translation>剩余作答时间</translation>
    </message>
    <message>
        <source>left to prepare</source>
        <translation>剩余准备时间</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>无画面</translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>Headquarters has received your interview and confirmed it.</source>
        <translation>总行已收到您的面试材料并确认。</translation>
    </message>
    <message>
        <source>Your interview is sealed and kept safe here. It is sent to headquarters as soon as there is a connection, and you will receive the code.</source>
        <translation>您的面试材料已在本机加密封存，网络恢复后会立即发送至总行，届时您将收到回执码。</translation>
    </message>
    <message>
        <source>People review it there. No machine decides about you.</source>
        <translation>总行由专人评审，不会由机器作出决定。</translation>
    </message>
    <message>
        <source>The bank tells you the result. Keep the code: it names your interview if you have a question.</source>
        <translation>银行会通知您结果。请保留回执码，咨询时凭此码查询您的面试。</translation>
    </message>
    <message>
        <source>Thank you, you have finished</source>
        <translation>感谢您，面试已完成</translation>
    </message>
    <message>
        <source>Your receipt</source>
        <translation>您的回执码</translation>
    </message>
    <message>
        <source>The code follows</source>
        <translation>回执码稍后生成</translation>
    </message>
    <message>
        <source>Photograph the code to take it along: with it anyone can check at headquarters that everything arrived.</source>
        <translation>请拍下此码带走：凭此码可在总行核对是否完整送达。</translation>
    </message>
    <message>
        <source>Arrived at headquarters</source>
        <translation>已送达总行</translation>
    </message>
    <message>
        <source>Waiting for headquarters</source>
        <translation>等待总行确认</translation>
    </message>
    <message>
        <source>What happens next</source>
        <translation>后续流程</translation>
    </message>
    <message>
        <source>Fingerprint of the sealed interview: %1</source>
        <translation>封存文件指纹：%1</translation>
    </message>
    <message>
        <source>You may leave now. Please do not forget your ID card.</source>
        <translation>您可以离开了，请勿遗忘身份证。</translation>
    </message>
    <message>
        <source>It is being printed.</source>
        <translation>正在打印。</translation>
    </message>
    <message>
        <source>The printer did not take it.</source>
        <translation>打印机未接收。</translation>
    </message>
    <message>
        <source>Print the receipt</source>
        <translation>打印回执</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>RecordingMark</name>
    <message>
        <source>Recording</source>
        <translation>正在录制</translation>
    </message>
    <message>
        <source>Not recording</source>
        <translation>未录制</translation>
    </message>
</context>
<context>
    <name>ReplyPage</name>
    <message>
        <source>Would you like to add something?</source>
        <translation>您有什么需要补充或说明的吗？</translation>
    </message>
    <message>
        <source>This was noticed during the interview. A person will look at it; it decides nothing by itself. You may say something about it.</source>
        <translation>面试过程中系统注意到以下情况，将由专人查看，其本身不决定任何结果。您可以作出说明。</translation>
    </message>
    <message>
        <source>Nothing unusual was noticed. You may add something in writing, about the interview or its circumstances.</source>
        <translation>面试过程中未发现异常。您可以就面试内容或现场情况作文字补充。</translation>
    </message>
    <message>
        <source>Write here, if you wish…</source>
        <translation>如需补充，请在此填写…</translation>
    </message>
    <message>
        <source>Nothing to add</source>
        <translation>没有补充</translation>
    </message>
    <message>
        <source>Send and finish</source>
        <translation>提交并完成</translation>
    </message>
</context>
<context>
    <name>RoomPage</name>
    <message>
        <source>Room and devices</source>
        <translation>环境与设备检查</translation>
    </message>
    <message>
        <source>Sit comfortably, look at the camera and say a few words. The screen flashes once and a short tone sounds, to align the recordings.</source>
        <translation>请坐好，正视摄像头，并说几句话。屏幕会闪烁一次并发出一声短音，用于校准录制时间。</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>摄像头正在启动…</translation>
    </message>
    <message>
        <source>Your voice</source>
        <translation>您的声音</translation>
    </message>
    <message>
        <source>Everything is ready.</source>
        <translation>一切就绪。</translation>
    </message>
    <message>
        <source>Something does not work. Please call a member of staff; your time has not begun.</source>
        <translation>有项目未通过，请呼叫工作人员。面试尚未开始计时。</translation>
    </message>
    <message>
        <source>A moment, please: the checks are still running.</source>
        <translation>正在检查，请稍候。</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>SavedPage</name>
    <message>
        <source>That was the practice</source>
        <translation>练习已完成</translation>
    </message>
    <message>
        <source>Your answer is saved</source>
        <translation>您的作答已保存</translation>
    </message>
    <message>
        <source>Now you know how it works.</source>
        <translation>现在您已了解作答过程。</translation>
    </message>
    <message>
        <source>Answer %1 of %2 is stored safely in the booth.</source>
        <translation>第 %1 题（共 %2 题）的作答已安全保存在本机。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Next question</source>
        <translation>下一题</translation>
    </message>
    <message>
        <source>It goes on by itself in %1 s.</source>
        <translation>%1 秒后自动继续。</translation>
    </message>
</context>
<context>
    <name>SealingPage</name>
    <message>
        <source>Analysing the answers on this machine</source>
        <translation>正在本机分析作答内容</translation>
    </message>
    <message>
        <source>Sealing everything</source>
        <translation>加密封存面试材料</translation>
    </message>
    <message>
        <source>Sending it to headquarters</source>
        <translation>发送至总行</translation>
    </message>
    <message>
        <source>Thank you. That was the interview.</source>
        <translation>面试已结束，谢谢您</translation>
    </message>
    <message>
        <source>Your interview is being completed. This takes a minute or two; you need not do anything.</source>
        <translation>正在完成后续处理，大约需要一两分钟，您无需任何操作。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>SessionPanel</name>
    <message>
        <source>No interview is running</source>
        <translation>当前没有面试</translation>
    </message>
    <message>
        <source>Recording %1</source>
        <translation>已录制 %1</translation>
    </message>
    <message>
        <source>Not recording</source>
        <translation>未录制</translation>
    </message>
    <message>
        <source>On the disk until %1 s ago</source>
        <translation>%1 秒前的内容均已写入磁盘</translation>
    </message>
    <message>
        <source>The candidate&apos;s screens: %1</source>
        <translation>应聘者的屏幕：%1</translation>
    </message>
    <message>
        <source>Faults: %1, credited: %2 s. The last: %3</source>
        <translation>故障 %1 次，已补回 %2 秒。最近一次：%3</translation>
    </message>
    <message>
        <source>Question %1 of %2</source>
        <translation>第 %1 题，共 %2 题</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Camera</source>
        <translation>应聘者摄像头</translation>
    </message>
    <message>
        <source>Room camera</source>
        <translation>环境摄像头</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>%1 GB free</source>
        <translation>可用 %1 GB</translation>
    </message>
    <message>
        <source>Headquarters</source>
        <translation>总行</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
</context>
<context>
    <name>StepIndicator</name>
    <message>
        <source>Check-in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>核验身份</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>环境检查</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>练习</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>答题</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>StopQuestion</name>
    <message>
        <source>Stop the interview?</source>
        <translation>确定终止面试吗？</translation>
    </message>
    <message>
        <source>You may stop at any time. The interview then ends and cannot be continued. If something is not working, call a member of staff instead.</source>
        <translation>您可以随时终止，终止后本次面试将结束且不能继续。如果是设备出现问题，请改为呼叫工作人员。</translation>
    </message>
    <message>
        <source>Stop and end</source>
        <translation>终止面试</translation>
    </message>
    <message>
        <source>Go on with the interview</source>
        <translation>继续面试</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back to the candidate</source>
        <translation>返回应聘者界面</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
</context>
<context>
    <name>UnwatchedLine</name>
    <message>
        <source>Not watched from %1 to %2: %3</source>
        <translation>%1 至 %2 未监看：%3</translation>
    </message>
    <message>
        <source>Not watched since %1: %2</source>
        <translation>自 %1 起未监看：%2</translation>
    </message>
    <message>
        <source> (room camera)</source>
        <translation>（环境摄像头）</translation>
    </message>
</context>
<context>
    <name>WelcomeBackPage</name>
    <message>
        <source>The practice question comes again.</source>
        <translation>接下来重新开始练习题。</translation>
    </message>
    <message>
        <source>All questions are answered; the interview comes to its end.</source>
        <translation>所有题目都已回答，面试即将结束。</translation>
    </message>
    <message>
        <source>Question %1 of %2 comes next, with its whole time.</source>
        <translation>接下来是第 %1 题（共 %2 题），准备和作答时间都完整保留。</translation>
    </message>
    <message>
        <source>Complete answers, stored safely: %1</source>
        <translation>已完整保存的回答：%1 个</translation>
    </message>
    <message>
        <source>The interrupted answer is kept too (%1 s); the question comes again.</source>
        <translation>被中断的回答也已保存（%1 秒），这道题会重新提问。</translation>
    </message>
    <message>
        <source>The interruption (%1 min) is credited to you.</source>
        <translation>中断的时间（%1）已为您补回，不影响对您的评价。</translation>
    </message>
    <message>
        <source>Your answers are saved</source>
        <translation>您的回答已保存</translation>
    </message>
    <message>
        <source>Camera and microphone are starting…</source>
        <translation>正在启动摄像头和麦克风…</translation>
    </message>
    <message>
        <source>I am ready, go on</source>
        <translation>我准备好了，继续</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Please wait here. A member of staff starts your interview from their own screen in a moment.</source>
        <translation>请在此稍候，工作人员即将为您开启面试。</translation>
    </message>
    <message>
        <source>Nothing is recorded before you have agreed to it.</source>
        <translation>在您同意授权之前，不会进行任何录制。</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>This code belongs to another appointment.</source>
        <translation>该二维码属于另一场面试。</translation>
    </message>
    <message>
        <source>No ID card could be seen.</source>
        <translation>未检测到身份证。</translation>
    </message>
    <message>
        <source>Part of the card could not be read.</source>
        <translation>身份证上有内容未能识别。</translation>
    </message>
    <message>
        <source>The name is not the one on the invitation.</source>
        <translation>姓名与面试邀请不一致。</translation>
    </message>
    <message>
        <source>No portrait was found on the card.</source>
        <translation>未在身份证上找到人像。</translation>
    </message>
    <message>
        <source>The card&apos;s number does not go with the rest of the card.</source>
        <translation>身份证号与证件其他信息不一致。</translation>
    </message>
    <message>
        <source>A new code could not be sent. A member of staff can help.</source>
        <translation>新的验证码未能发送，可请工作人员协助。</translation>
    </message>
    <message>
        <source>The card&apos;s period of validity is not plausible.</source>
        <translation>身份证有效期异常。</translation>
    </message>
    <message>
        <source>The face cannot be seen well enough to compare it.</source>
        <translation>面部画面不清晰，无法比对。</translation>
    </message>
    <message>
        <source>The face was not in the picture without interruption. It has to be done again.</source>
        <translation>面部未能持续保持在画面中，需要重新进行。</translation>
    </message>
    <message>
        <source>The interview could not be sealed. Nothing is lost; please tell the administrator.</source>
        <translation>面试材料未能封存，数据没有丢失，请联系管理员。</translation>
    </message>
    <message>
        <source>A recognition model is missing. Please tell the administrator.</source>
        <translation>识别模型缺失，请联系管理员。</translation>
    </message>
    <message>
        <source>No passport page could be seen.</source>
        <translation>未检测到护照资料页。</translation>
    </message>
    <message>
        <source>No foreign permanent resident ID card could be seen.</source>
        <translation>未检测到外国人永久居留身份证。</translation>
    </message>
    <message>
        <source>No travel permit (Hong Kong, Macao) could be seen.</source>
        <translation>未检测到港澳居民来往内地通行证。</translation>
    </message>
    <message>
        <source>No travel permit (Taiwan) could be seen.</source>
        <translation>未检测到台湾居民来往大陆通行证。</translation>
    </message>
    <message>
        <source>The language pack that headquarters published cannot be read. Tell headquarters.</source>
        <translation>总行发布的语言包无法读取，请告知总行。</translation>
    </message>
    <message>
        <source>What headquarters published did not pass its checks: what was here stays. Please tell the administrator.</source>
        <translation>总行发布的内容未通过检查，继续使用原有内容。请联系管理员。</translation>
    </message>
    <message>
        <source>This side of the card could not be read.</source>
        <translation>身份证的这一面未能识别。</translation>
    </message>
    <message>
        <source>The name is written in another way than on the invitation: please compare.</source>
        <translation>姓名的写法与邀请函不同，请核对。</translation>
    </message>
    <message>
        <source>This is not the card that was shown before.</source>
        <translation>这不是先前出示的身份证。</translation>
    </message>
    <message>
        <source>This looks like a photocopy of a card.</source>
        <translation>看起来是身份证复印件。</translation>
    </message>
    <message>
        <source>This looks like a card on a screen.</source>
        <translation>看起来是屏幕上显示的身份证。</translation>
    </message>
    <message>
        <source>This picture was not taken by a camera.</source>
        <translation>这张图片不是相机拍摄的。</translation>
    </message>
    <message>
        <source>Glare may hide print: compare with the card.</source>
        <translation>反光可能遮住文字，请与证件核对。</translation>
    </message>
    <message>
        <source>The picture is blurred: compare with the card.</source>
        <translation>画面模糊，请与证件核对。</translation>
    </message>
    <message>
        <source>The card&apos;s number is not a valid number.</source>
        <translation>身份证号校验未通过。</translation>
    </message>
    <message>
        <source>The card&apos;s number names no known region.</source>
        <translation>身份证号中的地区代码不存在。</translation>
    </message>
    <message>
        <source>The number&apos;s county is not on our list: it may be a new one.</source>
        <translation>号码中的区县不在名录中，可能是新设区县。</translation>
    </message>
    <message>
        <source>The date of birth is not plausible.</source>
        <translation>出生日期异常。</translation>
    </message>
    <message>
        <source>The card is not valid yet.</source>
        <translation>身份证尚未生效。</translation>
    </message>
    <message>
        <source>The candidate chose to be identified by a person, without face recognition.</source>
        <translation>应聘者选择不使用人脸识别，由工作人员核验身份。</translation>
    </message>
    <message>
        <source>That is not the code that was sent.</source>
        <translation>验证码不正确。</translation>
    </message>
    <message>
        <source>The code was entered wrongly too often. It cannot be used any more.</source>
        <translation>验证码输错次数过多，已失效。</translation>
    </message>
    <message>
        <source>The code&apos;s time is over.</source>
        <translation>验证码已过期。</translation>
    </message>
    <message>
        <source>There is no code at hand.</source>
        <translation>手边没有验证码。</translation>
    </message>
    <message>
        <source>No further code is sent at the moment. A member of staff can help.</source>
        <translation>暂时不能再发送验证码，可请工作人员协助。</translation>
    </message>
    <message>
        <source>That PIN is not right. Please try again.</source>
        <translation>密码不正确，请重新输入。</translation>
    </message>
    <message>
        <source>That is the PIN of the person who has already confirmed. Somebody else has to.</source>
        <translation>这是已确认人员的密码，须由另一名工作人员确认。</translation>
    </message>
    <message>
        <source>The face and the portrait on the card are not similar enough.</source>
        <translation>面部与证件照相似度不足。</translation>
    </message>
    <message>
        <source>The faces are alike, but not so much that the machine can be relied on alone. Compare the portrait on the card with the person.</source>
        <translation>面部与证件照相似，但相似度未高到可仅凭机器判断。请将证件照与本人比对。</translation>
    </message>
    <message>
        <source>The face is too far away.</source>
        <translation>面部距离过远。</translation>
    </message>
    <message>
        <source>The face is blurred.</source>
        <translation>面部画面模糊。</translation>
    </message>
    <message>
        <source>There is too little light on the face.</source>
        <translation>面部光线不足。</translation>
    </message>
    <message>
        <source>There is too much light on the face.</source>
        <translation>面部光线过强。</translation>
    </message>
    <message>
        <source>Mouth or eyes are covered.</source>
        <translation>嘴部或眼部被遮挡。</translation>
    </message>
    <message>
        <source>The face is turned away.</source>
        <translation>面部未正对摄像头。</translation>
    </message>
    <message>
        <source>A movement that was asked for was not seen.</source>
        <translation>未识别到要求的动作。</translation>
    </message>
    <message>
        <source>The candidate cannot do enough of the movements. Please look yourself.</source>
        <translation>应聘者能做的动作不够，请您当面核对。</translation>
    </message>
    <message>
        <source>The face seems to be shown on a screen. Please look who sits there.</source>
        <translation>面部似乎显示在屏幕上，请查看座位上是谁。</translation>
    </message>
    <message>
        <source>Straight edges are seen round the face, as of a screen or a picture frame. Please look who sits there, and what stands behind.</source>
        <translation>面部四周有笔直的边缘，像屏幕或相框。请查看座位上是谁，以及身后放着什么。</translation>
    </message>
    <message>
        <source>The face does not answer the colours of the screen, as others do at this kiosk. Please look who sits there.</source>
        <translation>面部没有像此终端上的其他人那样随屏幕颜色变化。请查看座位上是谁。</translation>
    </message>
    <message>
        <source>The face looks like a picture of a face. Please take away what is before you.</source>
        <translation>画面像是照片而不是真人，请移开面前的遮挡物。</translation>
    </message>
    <message>
        <source>The face was never seen well enough to be compared. Please see to the light.</source>
        <translation>人脸始终不够清楚，无法比对。请检查光线。</translation>
    </message>
    <message>
        <source>The camera in use is a program, not a device: no interview begins with it. Tell IT.</source>
        <translation>正在使用的摄像头是软件而不是设备，不能开始面试。请联系 IT。</translation>
    </message>
    <message>
        <source>The second disk did not answer: the interview was sealed without its copy.</source>
        <translation>第二块磁盘没有响应：面试已在不含其副本的情况下封存。</translation>
    </message>
    <message>
        <source>The disk does not answer. After three seconds the interview waits; check cable and power.</source>
        <translation>磁盘没有响应。三秒后面试将自动等待；请检查连线和电源。</translation>
    </message>
    <message>
        <source>The recording cannot be written.</source>
        <translation>录制内容无法写入。</translation>
    </message>
    <message>
        <source>The picture or sound cannot be encoded.</source>
        <translation>画面或声音无法编码。</translation>
    </message>
    <message>
        <source>A part of the program stopped.</source>
        <translation>程序的一个组件已停止。</translation>
    </message>
    <message>
        <source>A part of the program keeps stopping. Please tell the administrator.</source>
        <translation>程序的一个组件反复停止，请联系管理员。</translation>
    </message>
    <message>
        <source>Two parts of the program do not fit together. Please tell the administrator.</source>
        <translation>程序组件版本不一致，请联系管理员。</translation>
    </message>
    <message>
        <source>An interview&apos;s record was altered. Please tell the administrator.</source>
        <translation>面试记录被改动，请联系管理员。</translation>
    </message>
    <message>
        <source>An interview was moved to another booth and goes on there.</source>
        <translation>一场面试已转到另一间面试间继续进行。</translation>
    </message>
    <message>
        <source>An interview&apos;s files are missing.</source>
        <translation>面试文件缺失。</translation>
    </message>
    <message>
        <source>The kiosk&apos;s keys cannot be used. Please tell the administrator.</source>
        <translation>本机密钥无法使用，请联系管理员。</translation>
    </message>
    <message>
        <source>Headquarters&apos; certificate is not the known one. Please tell the administrator.</source>
        <translation>总行证书与预置证书不符，请联系管理员。</translation>
    </message>
    <message>
        <source>Headquarters refused what was sent.</source>
        <translation>总行拒收上传内容。</translation>
    </message>
    <message>
        <source>Headquarters has no room for it now.</source>
        <translation>总行暂时没有空间，稍后自动发送。</translation>
    </message>
    <message>
        <source>Headquarters does not admit this kiosk. Please tell the administrator.</source>
        <translation>总行不接受本机。请联系管理员。</translation>
    </message>
    <message>
        <source>Headquarters cannot be reached.</source>
        <translation>无法连接总行。</translation>
    </message>
    <message>
        <source>Nothing new from headquarters is valid. Check this PC&apos;s clock and the network.</source>
        <translation>总行没有仍在有效期内的新内容。请检查本机时钟和网络。</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is behind headquarters&apos; time. Please set it.</source>
        <translation>本机时钟慢于总行时间，请校准。</translation>
    </message>
    <message>
        <source>Something that headquarters published has ended and still holds. Connect to headquarters.</source>
        <translation>总行发布的某项内容已到期，暂时继续沿用。请连接总行。</translation>
    </message>
    <message>
        <source>No interview may begin: headquarters&apos; policy has ended. Check this PC&apos;s clock; connect to headquarters, or bring a stick from there.</source>
        <translation>不能开始面试：总行的策略已到期。请检查本机时钟；连接总行，或用总行的U盘导入。</translation>
    </message>
    <message>
        <source>Headquarters names models that are not here: the ones before are used.</source>
        <translation>总行指定的模型本机没有，继续使用原有模型。</translation>
    </message>
    <message>
        <source>A language that headquarters published is not offered: this PC lacks a font for it.</source>
        <translation>总行发布的一种语言无法提供：本机缺少相应的字体。</translation>
    </message>
    <message>
        <source>A language that headquarters published is not offered: its consent form is of another version than this program&apos;s.</source>
        <translation>总行发布的一种语言无法提供：其同意书的版本与本程序的不一致。</translation>
    </message>
    <message>
        <source>There is no room for a new version of the program. Free some space.</source>
        <translation>磁盘空间不足，无法存放程序新版本。请清理空间。</translation>
    </message>
    <message>
        <source>A new version of the program lies ready. It is installed when nobody is here.</source>
        <translation>新版本程序已就绪，无人使用时自动安装。</translation>
    </message>
    <message>
        <source>Another version of the program is used from the kiosk&apos;s next start on.</source>
        <translation>本机下次启动时将使用另一个程序版本。</translation>
    </message>
    <message>
        <source>A new version of the program has just started. Please begin in half a minute.</source>
        <translation>新版本程序刚刚启动，请半分钟后再开始。</translation>
    </message>
    <message>
        <source>A new version of the program is not whole and was not installed.</source>
        <translation>新版本程序不完整，未安装。</translation>
    </message>
    <message>
        <source>Headquarters published a version of the program that is not newer than this one.</source>
        <translation>总行发布的程序版本不比当前版本新。</translation>
    </message>
    <message>
        <source>There is no room to install a new version of the program. Free some space.</source>
        <translation>没有空间安装新版本程序，请清理磁盘空间。</translation>
    </message>
    <message>
        <source>A new version of the program does not work here; the one before is used.</source>
        <translation>新版本程序在此无法运行，继续使用之前的版本。</translation>
    </message>
    <message>
        <source>A version of the program was damaged on the disk; the one before is used.</source>
        <translation>磁盘上的程序版本已损坏，继续使用之前的版本。</translation>
    </message>
    <message>
        <source>Headquarters revoked the version of the program; the one before is used.</source>
        <translation>总行已撤销该程序版本，继续使用之前的版本。</translation>
    </message>
    <message>
        <source>No face could be seen.</source>
        <translation>未检测到人脸。</translation>
    </message>
    <message>
        <source>The sex is not written as on such a document.</source>
        <translation>性别的写法与该证件不符。</translation>
    </message>
    <message>
        <source>The ethnicity is none of the 56.</source>
        <translation>民族不在56个民族之列。</translation>
    </message>
    <message>
        <source>The document is not valid any more on the day of the appointment.</source>
        <translation>证件在预约当日已过有效期。</translation>
    </message>
    <message>
        <source>Type the fields as they stand on the document, then compare it with the person.</source>
        <translation>请按证件录入各项，并将证件与本人核对。</translation>
    </message>
    <message>
        <source>The number is not one of such a document.</source>
        <translation>号码不符合该证件的格式。</translation>
    </message>
    <message>
        <source>The nationality is the code of three letters from the document, as CHN.</source>
        <translation>国籍请填写证件上的三字母代码，如 CHN。</translation>
    </message>
    <message>
        <source>More than one face was in the picture.</source>
        <translation>画面中出现多张人脸。</translation>
    </message>
    <message>
        <source>Movements were seen that nobody had asked for, as in a recording. Please look who sits there.</source>
        <translation>检测到未要求的动作，像是在播放录像。请查看坐在摄像头前的人。</translation>
    </message>
    <message>
        <source>The face became another person&apos;s in between.</source>
        <translation>过程中画面里换成了另一人的面部。</translation>
    </message>
    <message>
        <source>Whether the picture is genuine could not be measured reliably.</source>
        <translation>未能可靠判断画面是否为真人。</translation>
    </message>
    <message>
        <source>No picture comes from the camera.</source>
        <translation>摄像头没有画面。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘空间已满。</translation>
    </message>
    <message>
        <source>A camera does not answer.</source>
        <translation>摄像头没有响应。</translation>
    </message>
    <message>
        <source>The microphone does not answer.</source>
        <translation>麦克风没有响应。</translation>
    </message>
    <message>
        <source>The disk cannot be written to.</source>
        <translation>磁盘无法写入。</translation>
    </message>
    <message>
        <source>Hold the card inside the frame.</source>
        <translation>请将身份证放入取景框内。</translation>
    </message>
    <message>
        <source>Bring the card a little closer.</source>
        <translation>请将身份证靠近一些。</translation>
    </message>
    <message>
        <source>The picture is blurred. Hold the card still.</source>
        <translation>画面模糊，请拿稳身份证。</translation>
    </message>
    <message>
        <source>The card reflects the light. Tilt it slightly.</source>
        <translation>身份证反光，请稍微调整角度。</translation>
    </message>
    <message>
        <source>Hold the card straight.</source>
        <translation>请将身份证放正。</translation>
    </message>
    <message>
        <source>Good. Hold it still for a moment.</source>
        <translation>很好，请保持不动。</translation>
    </message>
    <message>
        <source>This is the other side. Please turn the card over.</source>
        <translation>这是另一面，请将身份证翻面。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>Ethnicity</source>
        <translation>民族</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>出生日期</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>住址</translation>
    </message>
    <message>
        <source>ID number</source>
        <translation>身份证号</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>签发机关</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>有效期起</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Nationality</source>
        <translation>国籍</translation>
    </message>
    <message>
        <source>Document no.</source>
        <translation>证件号码</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>通过阈值</translation>
    </message>
    <message>
        <source>Sure from</source>
        <translation>可直接通过</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>眨眼</translation>
    </message>
    <message>
        <source>Turn to the left</source>
        <translation>向左转头</translation>
    </message>
    <message>
        <source>Turn to the right</source>
        <translation>向右转头</translation>
    </message>
    <message>
        <source>Nod</source>
        <translation>点头</translation>
    </message>
    <message>
        <source>Open the mouth</source>
        <translation>张嘴</translation>
    </message>
    <message>
        <source>Read digits aloud</source>
        <translation>朗读数字</translation>
    </message>
    <message>
        <source>Long-term</source>
        <translation>长期</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>已识别</translation>
    </message>
    <message>
        <source>Not seen</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>Not computed</source>
        <translation>未计算</translation>
    </message>
    <message>
        <source>Hold the lines with &lt;&lt;&lt; inside the frame.</source>
        <translation>请将带“&lt;&lt;&lt;”的几行放入框内。</translation>
    </message>
    <message>
        <source>Bring the document a little closer.</source>
        <translation>请将证件靠近一些。</translation>
    </message>
    <message>
        <source>The document reflects the light. Tilt it slightly.</source>
        <translation>证件反光，请稍微倾斜。</translation>
    </message>
    <message>
        <source>Hold the document straight.</source>
        <translation>请将证件放正。</translation>
    </message>
    <message>
        <source>Resident ID card, residence permit</source>
        <translation>居民身份证、港澳台居民居住证</translation>
    </message>
    <message>
        <source>Residence permit (HK, Macao, Taiwan)</source>
        <translation>港澳台居民居住证</translation>
    </message>
    <message>
        <source>Passport</source>
        <translation>护照</translation>
    </message>
    <message>
        <source>Foreign permanent resident ID card</source>
        <translation>外国人永久居留身份证</translation>
    </message>
    <message>
        <source>Travel permit (Hong Kong, Macao)</source>
        <translation>港澳居民来往内地通行证</translation>
    </message>
    <message>
        <source>Travel permit (Taiwan)</source>
        <translation>台湾居民来往大陆通行证</translation>
    </message>
    <message>
        <source>Blink your eyes</source>
        <translation>请眨眨眼</translation>
    </message>
    <message>
        <source>Turn your head to the left</source>
        <translation>请向左转头</translation>
    </message>
    <message>
        <source>Turn your head to the right</source>
        <translation>请向右转头</translation>
    </message>
    <message>
        <source>Nod your head</source>
        <translation>请点点头</translation>
    </message>
    <message>
        <source>Open your mouth</source>
        <translation>请张开嘴</translation>
    </message>
    <message>
        <source>Read these digits aloud, one by one</source>
        <translation>请逐个大声读出这些数字</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光线</translation>
    </message>
    <message>
        <source>Nobody else in the room</source>
        <translation>室内无他人</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储空间</translation>
    </message>
    <message>
        <source>Connection to headquarters</source>
        <translation>与总行的连接</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>检查中…</translation>
    </message>
    <message>
        <source>Everything is fine</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>You may go on</source>
        <translation>可以继续</translation>
    </message>
    <message>
        <source>Please call a member of staff</source>
        <translation>请呼叫工作人员</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>摄像头正在启动…</translation>
    </message>
    <message>
        <source>The camera does not answer. Please call a member of staff.</source>
        <translation>摄像头没有响应，请呼叫工作人员。</translation>
    </message>
    <message>
        <source>The picture stands still. Please call a member of staff.</source>
        <translation>画面静止不动，请呼叫工作人员。</translation>
    </message>
    <message>
        <source>The picture is black. Is the lens covered?</source>
        <translation>画面全黑，镜头是否被遮挡？</translation>
    </message>
    <message>
        <source>No microphone was found. Please call a member of staff.</source>
        <translation>未找到麦克风，请呼叫工作人员。</translation>
    </message>
    <message>
        <source>The microphone does not answer. Please call a member of staff.</source>
        <translation>麦克风没有响应，请呼叫工作人员。</translation>
    </message>
    <message>
        <source>Nothing can be heard. Is the microphone off?</source>
        <translation>听不到声音，麦克风是否已关闭？</translation>
    </message>
    <message>
        <source>Please say a few words, such as your name.</source>
        <translation>请说几句话，例如您的姓名。</translation>
    </message>
    <message>
        <source>It is rather dark. You may go on.</source>
        <translation>光线偏暗，可以继续。</translation>
    </message>
    <message>
        <source>It is rather bright. You may go on.</source>
        <translation>光线偏亮，可以继续。</translation>
    </message>
    <message>
        <source>Please sit so that your face is in the picture.</source>
        <translation>请调整坐姿，使面部位于画面中。</translation>
    </message>
    <message>
        <source>Somebody else is in the picture.</source>
        <translation>画面中有其他人。</translation>
    </message>
    <message>
        <source>There is not enough space. Please call a member of staff.</source>
        <translation>存储空间不足，请呼叫工作人员。</translation>
    </message>
    <message>
        <source>There is enough space for this interview.</source>
        <translation>存储空间足够本次面试使用。</translation>
    </message>
    <message>
        <source>Overdriven</source>
        <translation>音量过载</translation>
    </message>
    <message>
        <source>The disk is almost full: the interview stops after this answer. Free some space.</source>
        <translation>磁盘空间即将用尽：本题回答结束后面试将暂停。请清理磁盘空间。</translation>
    </message>
    <message>
        <source>There is not enough space for an interview. Free some space, then start again.</source>
        <translation>存储空间不足以进行一场面试。请清理磁盘空间后重新开始。</translation>
    </message>
    <message>
        <source>The recording goes on in lower quality: this PC or its disk could not keep up.</source>
        <translation>录制已降低画质继续进行：本机或磁盘速度不足。</translation>
    </message>
    <message>
        <source>The second disk cannot be written to. The recording itself goes on.</source>
        <translation>第二块磁盘无法写入，主录制不受影响。</translation>
    </message>
    <message>
        <source>Not connected. Your interview is kept safe here and sent later.</source>
        <translation>未连接。面试材料将安全保存在本机，稍后发送。</translation>
    </message>
    <message>
        <source>Nobody was in the picture</source>
        <translation>画面中无人</translation>
    </message>
    <message>
        <source>A second person was in the picture</source>
        <translation>画面中出现第二人</translation>
    </message>
    <message>
        <source>The face was not the one identified</source>
        <translation>画面中的人脸与核验时不一致</translation>
    </message>
    <message>
        <source>A phone or a tablet was in the picture</source>
        <translation>画面中出现手机或平板电脑</translation>
    </message>
    <message>
        <source>Papers, a book or a tablet in the hand</source>
        <translation>手中有纸张、书本或平板电脑</translation>
    </message>
    <message>
        <source>Looking away for some time</source>
        <translation>较长时间视线偏离</translation>
    </message>
    <message>
        <source>The face was covered</source>
        <translation>面部被遮挡</translation>
    </message>
    <message>
        <source>The camera was covered</source>
        <translation>摄像头被遮挡</translation>
    </message>
    <message>
        <source>A second voice was heard</source>
        <translation>检测到他人说话声</translation>
    </message>
    <message>
        <source>The eyes went along lines while speaking</source>
        <translation>说话时视线逐行移动（试验性）</translation>
    </message>
    <message>
        <source>A further display was connected to the PC</source>
        <translation>电脑上接了另一台显示器</translation>
    </message>
    <message>
        <source>A remote control program was running on the PC</source>
        <translation>电脑上有远程控制程序在运行</translation>
    </message>
    <message>
        <source>The camera was a program, not a device</source>
        <translation>摄像头是软件而不是设备</translation>
    </message>
    <message>
        <source>A USB device was plugged into the PC</source>
        <translation>电脑上插入了 USB 设备</translation>
    </message>
    <message>
        <source>the live models were being started again</source>
        <translation>实时模型正在重新启动</translation>
    </message>
    <message>
        <source>the live models did not look</source>
        <translation>实时模型没有观察</translation>
    </message>
    <message>
        <source>the camera was lost</source>
        <translation>摄像头断开</translation>
    </message>
    <message>
        <source>this PC could not keep up</source>
        <translation>电脑处理不过来</translation>
    </message>
    <message>
        <source>the face could not be compared: look who it is</source>
        <translation>无法再次比对面部：请查看座位上是谁</translation>
    </message>
    <message>
        <source>the face is no longer known here: look who it is</source>
        <translation>实时模型已不再记得该面部：请查看座位上是谁</translation>
    </message>
    <message>
        <source>too dark to watch for phones</source>
        <translation>太暗，无法判断是否有手机</translation>
    </message>
    <message>
        <source>the face is too small to watch for phones</source>
        <translation>人脸在画面中太小，无法判断是否有手机</translation>
    </message>
    <message>
        <source>A member of staff has paused the interview.</source>
        <translation>工作人员已暂停面试。</translation>
    </message>
    <message>
        <source>The camera does not answer. We are on it.</source>
        <translation>摄像头没有响应，正在处理。</translation>
    </message>
    <message>
        <source>The microphone does not answer. We are on it.</source>
        <translation>麦克风没有响应，正在处理。</translation>
    </message>
    <message>
        <source>The recording is being started again.</source>
        <translation>正在重新启动录制。</translation>
    </message>
    <message>
        <source>There is no space left for the recording.</source>
        <translation>录制空间已满。</translation>
    </message>
    <message>
        <source>The disk does not answer. We are on it.</source>
        <translation>磁盘没有响应，我们正在处理。</translation>
    </message>
    <message>
        <source>The booth was restarted.</source>
        <translation>设备刚刚重新启动。</translation>
    </message>
    <message>
        <source>The computer had fallen asleep.</source>
        <translation>计算机进入了睡眠。</translation>
    </message>
    <message>
        <source>The booth stood still for a moment.</source>
        <translation>面试间系统短暂停顿。</translation>
    </message>
    <message>
        <source>The face recognition was started again.</source>
        <translation>人脸识别程序已重新启动。</translation>
    </message>
    <message>
        <source>Your interview goes on in this booth.</source>
        <translation>您的面试将在这间面试间继续。</translation>
    </message>
    <message>
        <source>Paused by a member of staff</source>
        <translation>由工作人员暂停</translation>
    </message>
    <message>
        <source>The camera did not answer</source>
        <translation>摄像头无响应</translation>
    </message>
    <message>
        <source>The microphone did not answer</source>
        <translation>麦克风无响应</translation>
    </message>
    <message>
        <source>The recording was started again</source>
        <translation>录制重新启动</translation>
    </message>
    <message>
        <source>There was no space for the recording</source>
        <translation>录制空间不足</translation>
    </message>
    <message>
        <source>The disk did not answer</source>
        <translation>磁盘没有响应</translation>
    </message>
    <message>
        <source>The booth was restarted</source>
        <translation>面试间系统重新启动</translation>
    </message>
    <message>
        <source>The computer had fallen asleep</source>
        <translation>计算机进入睡眠</translation>
    </message>
    <message>
        <source>The booth stood still</source>
        <translation>面试间系统停顿</translation>
    </message>
    <message>
        <source>The face recognition was started again</source>
        <translation>人脸识别程序重新启动</translation>
    </message>
    <message>
        <source>The interview was moved to another booth</source>
        <translation>面试转到了另一间面试间</translation>
    </message>
    <message>
        <source>No interview</source>
        <translation>无面试</translation>
    </message>
    <message>
        <source>Choosing a language</source>
        <translation>选择语言</translation>
    </message>
    <message>
        <source>Checking in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>Code from the phone</source>
        <translation>手机验证码</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>授权确认</translation>
    </message>
    <message>
        <source>ID card, portrait side</source>
        <translation>身份证人像面</translation>
    </message>
    <message>
        <source>ID card, emblem side</source>
        <translation>身份证国徽面</translation>
    </message>
    <message>
        <source>Comparing the face</source>
        <translation>人证比对</translation>
    </message>
    <message>
        <source>Liveness</source>
        <translation>活体检测</translation>
    </message>
    <message>
        <source>A second person looks</source>
        <translation>第二人核对</translation>
    </message>
    <message>
        <source>Room and devices</source>
        <translation>环境与设备检查</translation>
    </message>
    <message>
        <source>Before the practice question</source>
        <translation>练习题说明</translation>
    </message>
    <message>
        <source>Practice: preparing</source>
        <translation>练习：准备中</translation>
    </message>
    <message>
        <source>Practice: answering</source>
        <translation>练习：作答中</translation>
    </message>
    <message>
        <source>Practice done</source>
        <translation>练习完成</translation>
    </message>
    <message>
        <source>Before the questions</source>
        <translation>面试说明</translation>
    </message>
    <message>
        <source>Preparing an answer</source>
        <translation>准备作答</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>作答中</translation>
    </message>
    <message>
        <source>Between questions</source>
        <translation>题间休息</translation>
    </message>
    <message>
        <source>Right to reply</source>
        <translation>补充说明</translation>
    </message>
    <message>
        <source>Analysing and sealing</source>
        <translation>分析与封存</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>回执</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Card again after a break</source>
        <translation>中断后再次出示身份证</translation>
    </message>
    <message>
        <source>Face again after a break</source>
        <translation>中断后再次核验人脸</translation>
    </message>
    <message>
        <source>Before going on</source>
        <translation>继续之前</translation>
    </message>
    <message>
        <source>Ended early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>已断开</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>画面静止</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>画面过暗</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>无声音</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待上传</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>正在上传</translation>
    </message>
    <message>
        <source>At headquarters, no receipt yet</source>
        <translation>已到总行，等待回执</translation>
    </message>
    <message>
        <source>Receipt received</source>
        <translation>已收到回执</translation>
    </message>
    <message>
        <source>Refused by headquarters</source>
        <translation>总行拒收</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>启动中</translation>
    </message>
    <message>
        <source>Restarting</source>
        <translation>重启中</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Recorder</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Live models</source>
        <translation>实时监测</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>作答分析</translation>
    </message>
    <message>
        <source>Sealing and sending</source>
        <translation>封存与上传</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>界面</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>待开始</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Receipt of your interview</source>
        <translation>面试回执</translation>
    </message>
    <message>
        <source>With this code anyone can check at headquarters that everything of your interview has arrived as it was sealed. It holds no name and no answer.</source>
        <translation>任何人凭此二维码都可以向总部查询：您的面试内容是否已全部送达，且与封存时一致。其中不含姓名和作答内容。</translation>
    </message>
    <message>
        <source>Fingerprint of the sealed interview: {digest}</source>
        <translation>封存面试的指纹：{digest}</translation>
    </message>
    <message>
        <source>Something needs a person to look at it ({code}).</source>
        <translation>有情况需要人工查看（{code}）。</translation>
    </message>
    <message>
        <source>Not known here ({code})</source>
        <translation>未知情况（{code}）</translation>
    </message>
</context>
</TS>
