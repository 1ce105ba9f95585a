<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en_US">
<context>
    <name>AlertLine</name>
    <message>
        <source>since %1</source>
        <translation>منذ %1</translation>
    </message>
    <message>
        <source>at %1, for %2 s</source>
        <translation>عند %1، لمدة %2 ث</translation>
    </message>
    <message>
        <source> (room camera)</source>
        <translation> (كاميرا الغرفة)</translation>
    </message>
    <message>
        <source>at %1: %2 s were credited to you</source>
        <translation>عند %1: أُضيفت %2 ث إلى وقتك</translation>
    </message>
</context>
<context>
    <name>BriefingPage</name>
    <message>
        <source>It shows you how a question, the preparation and the answer work.</source>
        <translation>يعرّفك بطريقة عرض السؤال والتحضير والإجابة.</translation>
    </message>
    <message>
        <source>It is neither scored nor shown to anybody.</source>
        <translation>لا يُقيَّم ولا يُعرض على أحد.</translation>
    </message>
    <message>
        <source>The clock in the ring shows how much time is left.</source>
        <translation>تبيّن الساعة داخل الحلقة الوقت المتبقي.</translation>
    </message>
    <message>
        <source>Number of questions: %1</source>
        <translation>عدد الأسئلة: %1</translation>
    </message>
    <message>
        <source>For each there is time to prepare, then time to answer. You may begin and finish earlier.</source>
        <translation>لكل سؤال وقت للتحضير ثم وقت للإجابة. يمكنك البدء والانتهاء قبل ذلك.</translation>
    </message>
    <message>
        <source>Your answers are recorded and saved while you speak. A fault of the system never costs you time.</source>
        <translation>تُسجَّل إجاباتك وتُحفظ أثناء حديثك. ولا يُحسب عليك وقت أي عطل في النظام.</translation>
    </message>
    <message>
        <source>First a practice question</source>
        <translation>سؤال تدريبي أولًا</translation>
    </message>
    <message>
        <source>Now the interview begins</source>
        <translation>المقابلة تبدأ الآن</translation>
    </message>
    <message>
        <source>Show the practice question</source>
        <translation>عرض السؤال التدريبي</translation>
    </message>
    <message>
        <source>Begin the interview</source>
        <translation>بدء المقابلة</translation>
    </message>
</context>
<context>
    <name>CandidateWindow</name>
    <message>
        <source>Interview</source>
        <translation>مقابلة</translation>
    </message>
</context>
<context>
    <name>CardPage</name>
    <message>
        <source>Open the page with your portrait and hold it so that the two lines with &lt;&lt;&lt; can be read.</source>
        <translation>يُرجى فتح الصفحة التي فيها صورتك وتثبيتها بحيث يظهر بوضوح السطران اللذان فيهما ‎&lt;&lt;&lt;‎.</translation>
    </message>
    <message>
        <source>Hold the side with the three lines of &lt;&lt;&lt; so that it fills the outline.</source>
        <translation>يُرجى عرض الوجه الذي فيه ثلاثة أسطر من ‎&lt;&lt;&lt;‎ بحيث يملأ الإطار.</translation>
    </message>
    <message>
        <source>Is this correct?</source>
        <translation>هل البيانات صحيحة؟</translation>
    </message>
    <message>
        <source>ID card: the side with your portrait</source>
        <translation>بطاقة الهوية: الوجه الذي يحمل صورتك</translation>
    </message>
    <message>
        <source>ID card: the side with the emblem</source>
        <translation>بطاقة الهوية: الوجه الذي يحمل الشعار</translation>
    </message>
    <message>
        <source>Your ID card once more, please</source>
        <translation>يُرجى إظهار بطاقة هويتك مرة أخرى</translation>
    </message>
    <message>
        <source>Which document do you have?</source>
        <translation>ما الوثيقة التي لديك؟</translation>
    </message>
    <message>
        <source>Your document once more, please: %1</source>
        <translation>يُرجى إظهار وثيقتك مرة أخرى: %1</translation>
    </message>
    <message>
        <source>Compare it with your card.</source>
        <translation>يُرجى مقارنتها ببطاقتك.</translation>
    </message>
    <message>
        <source>Hold the card so that it fills the outline.</source>
        <translation>يُرجى إمساك البطاقة بحيث تملأ الإطار.</translation>
    </message>
    <message>
        <source>There was a longer interruption. What you have said is saved; before it goes on we make sure that it is you.</source>
        <translation>حدث انقطاع مطوّل. ما قلته محفوظ، وسنتحقق من هويتك قبل المتابعة.</translation>
    </message>
    <message>
        <source>Is yours not among them? A member of staff can help.</source>
        <translation>وثيقتك ليست بينها؟ يمكن لأحد الموظفين مساعدتك.</translation>
    </message>
    <message>
        <source>Compare it with your document.</source>
        <translation>يُرجى مقارنتها بوثيقتك.</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>يجري تشغيل الكاميرا…</translation>
    </message>
    <message>
        <source>Looking for the card…</source>
        <translation>يجري البحث عن البطاقة…</translation>
    </message>
    <message>
        <source>Looking for the document…</source>
        <translation>يجري البحث عن الوثيقة…</translation>
    </message>
    <message>
        <source>It is read by itself; you need not press anything.</source>
        <translation>تتم القراءة تلقائيًا، ولا حاجة إلى الضغط على أي شيء.</translation>
    </message>
    <message>
        <source>A member of staff is looking at your document now. There is nothing for you to do; the interview's time stands still.</source>
        <translation>يفحص أحد الموظفين وثيقتك الآن. لا يلزمك فعل شيء، ووقت المقابلة متوقف.</translation>
    </message>
    <message>
        <source>A member of staff is looking at your document now. There is nothing for you to do; the interview's time has not begun.</source>
        <translation>يفحص أحد الموظفين وثيقتك الآن. لا يلزمك فعل شيء، ولم يبدأ وقت المقابلة بعد.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>I have another document</source>
        <translation>لديّ وثيقة أخرى</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>إعادة القراءة</translation>
    </message>
    <message>
        <source>Yes, this is correct</source>
        <translation>نعم، البيانات صحيحة</translation>
    </message>
</context>
<context>
    <name>CheckInPage</name>
    <message>
        <source>Please show your invitation</source>
        <translation>يُرجى إظهار دعوتك</translation>
    </message>
    <message>
        <source>Hold the square code of your invitation before the camera, on paper or on your phone.</source>
        <translation>يُرجى وضع رمز QR الوارد في دعوتك أمام الكاميرا، على الورق أو على هاتفك.</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>يجري تشغيل الكاميرا…</translation>
    </message>
    <message>
        <source>Looking for the code…</source>
        <translation>يجري البحث عن الرمز…</translation>
    </message>
    <message>
        <source>Please show the code of today's appointment, or call a member of staff.</source>
        <translation>يُرجى إظهار رمز موعد اليوم أو استدعاء أحد الموظفين.</translation>
    </message>
    <message>
        <source>It goes on by itself as soon as the code has been read.</source>
        <translation>تتم المتابعة تلقائيًا فور قراءة الرمز.</translation>
    </message>
    <message>
        <source>No code with you? Call a member of staff.</source>
        <translation>ليس معك رمز؟ يُرجى استدعاء أحد الموظفين.</translation>
    </message>
</context>
<context>
    <name>ClosedPage</name>
    <message>
        <source>The interview has ended</source>
        <translation>انتهت المقابلة</translation>
    </message>
    <message>
        <source>You did not agree, so nothing was recorded.</source>
        <translation>لم يُسجَّل أي شيء لعدم موافقتك.</translation>
    </message>
    <message>
        <source>You stopped the interview. Nothing more is recorded, and nothing will be analysed.</source>
        <translation>لقد أنهيت المقابلة. توقف التسجيل، ولن يُحلَّل أي شيء.</translation>
    </message>
    <message>
        <source>The interview could not be held. A member of staff explains why and what you can do.</source>
        <translation>تعذّر إجراء المقابلة. سيوضّح لك أحد الموظفين السبب وما يمكنك فعله.</translation>
    </message>
    <message>
        <source>Please turn to a member of staff if you have questions.</source>
        <translation>إن كانت لديك أسئلة، فيُرجى التوجه إلى أحد الموظفين.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>ConsentPage</name>
    <message>
        <source>Your consent</source>
        <translation>موافقتك</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>إلزامي</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>اختياري</translation>
    </message>
    <message>
        <source>I do not agree</source>
        <translation>لا أوافق</translation>
    </message>
    <message>
        <source>You may take back your consent at any time.</source>
        <translation>يمكنك سحب موافقتك في أي وقت.</translation>
    </message>
    <message>
        <source>Tick the required items to go on. Nothing is recorded until then.</source>
        <translation>للمتابعة يُرجى تحديد البنود الإلزامية. لا يُسجَّل أي شيء قبل ذلك.</translation>
    </message>
    <message>
        <source>I agree to the ticked items</source>
        <translation>أوافق على البنود المحددة</translation>
    </message>
</context>
<context>
    <name>FacePage</name>
    <message>
        <source>Please look at the camera</source>
        <translation>يُرجى النظر إلى الكاميرا</translation>
    </message>
    <message>
        <source>A member of staff looks at your card</source>
        <translation>أحد الموظفين يفحص بطاقتك</translation>
    </message>
    <message>
        <source>You chose to be identified without face recognition. Two members of staff compare your card with you, one after the other; it takes about as long.</source>
        <translation>اخترت التحقق من هويتك دون التعرّف على الوجه. سيقارن موظفان بطاقتك بك، واحدًا بعد الآخر، ويستغرق ذلك الوقت نفسه تقريبًا.</translation>
    </message>
    <message>
        <source>The first member of staff has confirmed. A second one looks now.</source>
        <translation>أكّد الموظف الأول، ويتحقق الآن موظف ثانٍ.</translation>
    </message>
    <message>
        <source>Your face is compared with the portrait on your ID card.</source>
        <translation>تجري مقارنة وجهك بالصورة على بطاقة هويتك.</translation>
    </message>
    <message>
        <source>There was a longer interruption. What you have said is saved; before it goes on we make sure that it is you.</source>
        <translation>حدث انقطاع مطوّل. ما قلته محفوظ، وسنتحقق من هويتك قبل المتابعة.</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>يجري تشغيل الكاميرا…</translation>
    </message>
    <message>
        <source>Thank you. Your face matches the card.</source>
        <translation>شكرًا لك. وجهك يطابق صورة البطاقة.</translation>
    </message>
    <message>
        <source>The comparison did not succeed. This can be the light, glasses, or an old portrait.</source>
        <translation>لم تنجح المقارنة. قد يكون السبب الإضاءة أو النظارات أو قِدم الصورة.</translation>
    </message>
    <message>
        <source>Comparing… please keep looking at the camera.</source>
        <translation>تجري المقارنة… يُرجى مواصلة النظر إلى الكاميرا.</translation>
    </message>
    <message>
        <source>Tries left: %1. After that a member of staff compares it.</source>
        <translation>المحاولات المتبقية: %1. بعدها يتولى أحد الموظفين المقارنة.</translation>
    </message>
    <message>
        <source>A member of staff will compare it.</source>
        <translation>سيتولى أحد الموظفين المقارنة.</translation>
    </message>
    <message>
        <source>A member of staff is comparing your card with you now. There is nothing for you to do; the interview's time has not begun.</source>
        <translation>يقارن أحد الموظفين بطاقتك بك الآن. لا يلزمك فعل شيء، ولم يبدأ وقت المقابلة بعد.</translation>
    </message>
    <message>
        <source>A member of staff is comparing your card with you now. There is nothing for you to do; the interview's time stands still.</source>
        <translation>يقارن أحد الموظفين بطاقتك بك الآن. لا يلزمك فعل شيء، ووقت المقابلة متوقف.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>محاولة أخرى</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>متابعة</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>Stop the interview</source>
        <translation>إنهاء المقابلة</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>للموظفين</translation>
    </message>
    <message>
        <source>A member of staff has been called and is on the way.</source>
        <translation>استُدعي أحد الموظفين وهو في طريقه إليك.</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>استدعاء مجددًا</translation>
    </message>
    <message>
        <source>Call a member of staff</source>
        <translation>استدعاء موظف</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Interview booth</source>
        <translation>مقصورة المقابلات</translation>
    </message>
</context>
<context>
    <name>LanguagePage</name>
    <message>
        <source>In which language shall we speak?</source>
        <translation>بأي لغة نتحدث معك؟</translation>
    </message>
    <message>
        <source>You can change it at any time, at the top.</source>
        <translation>يمكنك تغييرها في أي وقت من أعلى الشاشة.</translation>
    </message>
    <message>
        <source>The questions are asked, and you answer, in:</source>
        <translation>تُطرح الأسئلة وتجيب عنها باللغة:</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>بدء</translation>
    </message>
</context>
<context>
    <name>LivenessPage</name>
    <message>
        <source>A few movements</source>
        <translation>بضع حركات</translation>
    </message>
    <message>
        <source>They show that you are here yourself. Meanwhile the edge of the screen changes its colours.</source>
        <translation>الغرض منها التأكد من حضورك شخصيًا. وفي أثناء ذلك تتغيّر ألوان حافة الشاشة.</translation>
    </message>
    <message>
        <source>They show that you are here yourself. Take your time.</source>
        <translation>الغرض منها التأكد من حضورك شخصيًا. لا داعي للعجلة.</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>يجري تشغيل الكاميرا…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>Thank you, that is all.</source>
        <translation>شكرًا لك، اكتملت الحركات.</translation>
    </message>
    <message>
        <source>Movements were seen that were not asked for. Please do them again, and only the one that is shown.</source>
        <translation>رُصدت حركات لم تُطلب. يُرجى إعادتها، وأداء الحركة المعروضة فقط.</translation>
    </message>
    <message>
        <source>Not every movement was seen. You can do them again.</source>
        <translation>لم تُرصد كل الحركات. يمكنك إعادتها.</translation>
    </message>
    <message>
        <source>Please look at the camera…</source>
        <translation>يُرجى النظر إلى الكاميرا…</translation>
    </message>
    <message>
        <source>A member of staff is with you in a moment. There is nothing for you to do; the interview's time has not begun.</source>
        <translation>سيحضر إليك أحد الموظفين بعد لحظات. لا يلزمك فعل شيء، ولم يبدأ وقت المقابلة بعد.</translation>
    </message>
    <message>
        <source>If you cannot do a movement, say so: another one is asked for.</source>
        <translation>إن تعذّرت عليك حركة، فيُرجى إبلاغنا لنطلب غيرها.</translation>
    </message>
    <message>
        <source>I cannot do this movement</source>
        <translation>لا أستطيع أداء هذه الحركة</translation>
    </message>
    <message>
        <source>Do them again</source>
        <translation>إعادة الحركات</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>متابعة</translation>
    </message>
</context>
<context>
    <name>PausedPage</name>
    <message>
        <source>The interview is paused</source>
        <translation>المقابلة متوقفة مؤقتًا</translation>
    </message>
    <message>
        <source>Your time stands still, nothing said so far is lost, and %1 seconds have been credited to you.</source>
        <translation>وقتك متوقف، ولم يضِع شيء مما قلته، وأُضيفت %1 ثانية إلى وقتك.</translation>
    </message>
    <message>
        <source>Your time stands still, and nothing said so far is lost.</source>
        <translation>وقتك متوقف، ولم يضِع شيء مما قلته.</translation>
    </message>
    <message>
        <source>It goes on by itself, or when a member of staff continues it. There is nothing for you to do.</source>
        <translation>تُستأنف المقابلة تلقائيًا أو على يد أحد الموظفين. لا يلزمك فعل شيء.</translation>
    </message>
</context>
<context>
    <name>PhoneCodePage</name>
    <message>
        <source>Please enter the code from your phone</source>
        <translation>يُرجى إدخال الرمز المرسل إلى هاتفك</translation>
    </message>
    <message>
        <source>It was sent as a text message to the number ending in %1.</source>
        <translation>أُرسل في رسالة نصية إلى الرقم المنتهي بالأرقام %1.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>تأكيد</translation>
    </message>
    <message>
        <source>A new code was sent. Only the new one can be used.</source>
        <translation>أُرسل رمز جديد، ولا يمكن استخدام غيره.</translation>
    </message>
    <message>
        <source>A new code is being sent…</source>
        <translation>يجري إرسال رمز جديد…</translation>
    </message>
    <message>
        <source>Tries left: %1. After that a member of staff helps.</source>
        <translation>المحاولات المتبقية: %1. بعدها يساعدك أحد الموظفين.</translation>
    </message>
    <message>
        <source>A member of staff is with you in a moment. The interview's time has not begun.</source>
        <translation>سيحضر إليك أحد الموظفين بعد لحظات. لم يبدأ وقت المقابلة بعد.</translation>
    </message>
    <message>
        <source>I do not have a code</source>
        <translation>ليس لديّ رمز</translation>
    </message>
    <message>
        <source>Send a new code</source>
        <translation>إرسال رمز جديد</translation>
    </message>
</context>
<context>
    <name>QuestionPage</name>
    <message>
        <source>Practice question</source>
        <translation>سؤال تدريبي</translation>
    </message>
    <message>
        <source>Question %1 of %2</source>
        <translation>السؤال %1 من %2</translation>
    </message>
    <message>
        <source>There was an interruption. What you said before is kept, and %1 seconds have been credited to you.</source>
        <translation>حدث انقطاع. ما قلته قبله محفوظ، وأُضيفت %1 ثانية إلى وقتك.</translation>
    </message>
    <message>
        <source>There was an interruption. What you said before is kept.</source>
        <translation>حدث انقطاع. ما قلته قبله محفوظ.</translation>
    </message>
    <message>
        <source>Only for practice: this answer is neither scored nor shown to anybody.</source>
        <translation>للتدريب فقط: لا تُقيَّم هذه الإجابة ولا تُعرض على أحد.</translation>
    </message>
    <message>
        <source>Speak freely. When you have said everything, finish the answer.</source>
        <translation>يمكنك التحدث بحرية. بعد قول كل ما لديك، يُرجى إنهاء الإجابة.</translation>
    </message>
    <message>
        <source>Speak freely. You can finish the answer in a moment.</source>
        <translation>يمكنك التحدث بحرية. سيتاح إنهاء الإجابة بعد لحظات.</translation>
    </message>
    <message>
        <source>Gather your thoughts. The answer begins by itself when the time is up.</source>
        <translation>هذا وقت ترتيب أفكارك. تبدأ الإجابة تلقائيًا عند انتهاء الوقت.</translation>
    </message>
    <message>
        <source>Finish the answer</source>
        <translation>إنهاء الإجابة</translation>
    </message>
    <message>
        <source>Answer now</source>
        <translation>الإجابة الآن</translation>
    </message>
    <message>
        <source>left to answer</source>
        <translation>المتبقي للإجابة</translation>
    </message>
    <message>
        <source>left to prepare</source>
        <translation>المتبقي للتحضير</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>لا توجد صورة</translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>Headquarters has received your interview and confirmed it.</source>
        <translation>تسلّم المقر الرئيسي مقابلتك وأكّد ذلك.</translation>
    </message>
    <message>
        <source>Your interview is sealed and kept safe here. It is sent to headquarters as soon as there is a connection, and you will receive the code.</source>
        <translation>مقابلتك مختومة ومحفوظة هنا بأمان. ستُرسل إلى المقر الرئيسي فور توفر الاتصال، وسيصلك الرمز.</translation>
    </message>
    <message>
        <source>People review it there. No machine decides about you.</source>
        <translation>يراجعها هناك أشخاص، ولا تتخذ أي آلة قرارًا بشأنك.</translation>
    </message>
    <message>
        <source>The bank tells you the result. Keep the code: it names your interview if you have a question.</source>
        <translation>سيبلغك البنك بالنتيجة. يُرجى الاحتفاظ بالرمز، فهو يدل على مقابلتك إن كان لديك سؤال.</translation>
    </message>
    <message>
        <source>Thank you, you have finished</source>
        <translation>شكرًا لك، لقد انتهيت</translation>
    </message>
    <message>
        <source>Your receipt</source>
        <translation>إيصالك</translation>
    </message>
    <message>
        <source>The code follows</source>
        <translation>سيظهر الرمز لاحقًا</translation>
    </message>
    <message>
        <source>Photograph the code to take it along: with it anyone can check at headquarters that everything arrived.</source>
        <translation>يمكنك تصوير الرمز لأخذه معك: به يستطيع أي شخص أن يتحقق لدى المقر الرئيسي من وصول كل شيء.</translation>
    </message>
    <message>
        <source>Arrived at headquarters</source>
        <translation>وصلت إلى المقر الرئيسي</translation>
    </message>
    <message>
        <source>Waiting for headquarters</source>
        <translation>بانتظار المقر الرئيسي</translation>
    </message>
    <message>
        <source>What happens next</source>
        <translation>الخطوات التالية</translation>
    </message>
    <message>
        <source>Fingerprint of the sealed interview: %1</source>
        <translation>البصمة الرقمية للمقابلة المختومة: ‎%1</translation>
    </message>
    <message>
        <source>You may leave now. Please do not forget your ID card.</source>
        <translation>يمكنك المغادرة الآن. يُرجى عدم نسيان بطاقة هويتك.</translation>
    </message>
    <message>
        <source>It is being printed.</source>
        <translation>تجري الطباعة.</translation>
    </message>
    <message>
        <source>The printer did not take it.</source>
        <translation>لم تقبل الطابعة الإيصال.</translation>
    </message>
    <message>
        <source>Print the receipt</source>
        <translation>طباعة الإيصال</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>إنهاء</translation>
    </message>
</context>
<context>
    <name>RecordingMark</name>
    <message>
        <source>Recording</source>
        <translation>يجري التسجيل</translation>
    </message>
    <message>
        <source>Not recording</source>
        <translation>لا يوجد تسجيل</translation>
    </message>
</context>
<context>
    <name>ReplyPage</name>
    <message>
        <source>Would you like to add something?</source>
        <translation>هل لديك أي إضافة؟</translation>
    </message>
    <message>
        <source>This was noticed during the interview. A person will look at it; it decides nothing by itself. You may say something about it.</source>
        <translation>هذا ما لوحظ أثناء المقابلة. سيراجعه شخص، ولا يُبنى عليه وحده أي قرار. يمكنك التعليق عليه.</translation>
    </message>
    <message>
        <source>Nothing unusual was noticed. You may add something in writing, about the interview or its circumstances.</source>
        <translation>لم يُلاحظ شيء غير معتاد. يمكنك إضافة تعليق مكتوب عن المقابلة أو ظروفها.</translation>
    </message>
    <message>
        <source>Write here, if you wish…</source>
        <translation>يمكنك الكتابة هنا…</translation>
    </message>
    <message>
        <source>Nothing to add</source>
        <translation>لا إضافة لديّ</translation>
    </message>
    <message>
        <source>Send and finish</source>
        <translation>إرسال وإنهاء</translation>
    </message>
</context>
<context>
    <name>RoomPage</name>
    <message>
        <source>Room and devices</source>
        <translation>الغرفة والأجهزة</translation>
    </message>
    <message>
        <source>Sit comfortably, look at the camera and say a few words. The screen flashes once and a short tone sounds, to align the recordings.</source>
        <translation>يُرجى الجلوس براحة والنظر إلى الكاميرا وقول بضع كلمات. ستومض الشاشة مرة واحدة وتصدر نغمة قصيرة لمزامنة التسجيلات.</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>يجري تشغيل الكاميرا…</translation>
    </message>
    <message>
        <source>Your voice</source>
        <translation>صوتك</translation>
    </message>
    <message>
        <source>Everything is ready.</source>
        <translation>كل شيء جاهز.</translation>
    </message>
    <message>
        <source>Something does not work. Please call a member of staff; your time has not begun.</source>
        <translation>هناك شيء لا يعمل. يُرجى استدعاء أحد الموظفين. لم يبدأ وقتك بعد.</translation>
    </message>
    <message>
        <source>A moment, please: the checks are still running.</source>
        <translation>لحظة من فضلك، ما زال الفحص جاريًا.</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>إعادة الفحص</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>متابعة</translation>
    </message>
</context>
<context>
    <name>SavedPage</name>
    <message>
        <source>That was the practice</source>
        <translation>انتهى التدريب</translation>
    </message>
    <message>
        <source>Your answer is saved</source>
        <translation>حُفظت إجابتك</translation>
    </message>
    <message>
        <source>Now you know how it works.</source>
        <translation>أصبحت الطريقة واضحة لك الآن.</translation>
    </message>
    <message>
        <source>Answer %1 of %2 is stored safely in the booth.</source>
        <translation>الإجابة %1 من %2 محفوظة بأمان في المقصورة.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>متابعة</translation>
    </message>
    <message>
        <source>Next question</source>
        <translation>السؤال التالي</translation>
    </message>
    <message>
        <source>It goes on by itself in %1 s.</source>
        <translation>تتم المتابعة تلقائيًا بعد %1 ث.</translation>
    </message>
</context>
<context>
    <name>SealingPage</name>
    <message>
        <source>Analysing the answers on this machine</source>
        <translation>تحليل الإجابات على هذا الجهاز</translation>
    </message>
    <message>
        <source>Sealing everything</source>
        <translation>ختم كل شيء</translation>
    </message>
    <message>
        <source>Sending it to headquarters</source>
        <translation>الإرسال إلى المقر الرئيسي</translation>
    </message>
    <message>
        <source>Thank you. That was the interview.</source>
        <translation>شكرًا لك. انتهت المقابلة.</translation>
    </message>
    <message>
        <source>Your interview is being completed. This takes a minute or two; you need not do anything.</source>
        <translation>يجري إتمام مقابلتك. يستغرق ذلك دقيقة أو دقيقتين، ولا يلزمك فعل شيء.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 من %2</translation>
    </message>
</context>
<context>
    <name>StepIndicator</name>
    <message>
        <source>Check-in</source>
        <translation>الحضور</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>الموافقة</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>الهوية</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>الغرفة</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>التدريب</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>الأسئلة</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>الختام</translation>
    </message>
</context>
<context>
    <name>StopQuestion</name>
    <message>
        <source>Stop the interview?</source>
        <translation>هل ننهي المقابلة؟</translation>
    </message>
    <message>
        <source>You may stop at any time. The interview then ends and cannot be continued. If something is not working, call a member of staff instead.</source>
        <translation>يمكنك التوقف في أي وقت، وعندها تنتهي المقابلة ولا يمكن استئنافها. إن كان هناك عطل، فيُرجى استدعاء أحد الموظفين بدلًا من ذلك.</translation>
    </message>
    <message>
        <source>Stop and end</source>
        <translation>إنهاء المقابلة</translation>
    </message>
    <message>
        <source>Go on with the interview</source>
        <translation>متابعة المقابلة</translation>
    </message>
</context>
<context>
    <name>WelcomeBackPage</name>
    <message>
        <source>The practice question comes again.</source>
        <translation>يُعاد السؤال التدريبي.</translation>
    </message>
    <message>
        <source>All questions are answered; the interview comes to its end.</source>
        <translation>أُجيب عن كل الأسئلة، وتقترب المقابلة من نهايتها.</translation>
    </message>
    <message>
        <source>Question %1 of %2 comes next, with its whole time.</source>
        <translation>التالي هو السؤال %1 من %2 بوقته الكامل.</translation>
    </message>
    <message>
        <source>Complete answers, stored safely: %1</source>
        <translation>الإجابات الكاملة المحفوظة بأمان: %1</translation>
    </message>
    <message>
        <source>The interrupted answer is kept too (%1 s); the question comes again.</source>
        <translation>الإجابة التي انقطعت محفوظة أيضًا (%1 ث)، وسيُعاد السؤال.</translation>
    </message>
    <message>
        <source>The interruption (%1 min) is credited to you.</source>
        <translation>تُضاف مدة الانقطاع (%1 دقيقة) إلى وقتك.</translation>
    </message>
    <message>
        <source>Your answers are saved</source>
        <translation>إجاباتك محفوظة</translation>
    </message>
    <message>
        <source>Camera and microphone are starting…</source>
        <translation>يجري تشغيل الكاميرا والميكروفون…</translation>
    </message>
    <message>
        <source>I am ready, go on</source>
        <translation>المتابعة الآن</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Welcome</source>
        <translation>أهلًا بك</translation>
    </message>
    <message>
        <source>Please wait here. A member of staff starts your interview from their own screen in a moment.</source>
        <translation>يُرجى الانتظار هنا. سيبدأ أحد الموظفين مقابلتك من شاشته بعد لحظات.</translation>
    </message>
    <message>
        <source>Nothing is recorded before you have agreed to it.</source>
        <translation>لا يُسجَّل أي شيء قبل موافقتك.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>This code belongs to another appointment.</source>
        <translation>هذا الرمز يخص موعدًا آخر.</translation>
    </message>
    <message>
        <source>No ID card could be seen.</source>
        <translation>لم تظهر أي بطاقة هوية.</translation>
    </message>
    <message>
        <source>Part of the card could not be read.</source>
        <translation>تعذّرت قراءة جزء من البطاقة.</translation>
    </message>
    <message>
        <source>The name is not the one on the invitation.</source>
        <translation>الاسم ليس المذكور في الدعوة.</translation>
    </message>
    <message>
        <source>No portrait was found on the card.</source>
        <translation>لم يُعثر على صورة شخصية في البطاقة.</translation>
    </message>
    <message>
        <source>The card's number does not go with the rest of the card.</source>
        <translation>رقم البطاقة لا يتوافق مع باقي بياناتها.</translation>
    </message>
    <message>
        <source>A new code could not be sent. A member of staff can help.</source>
        <translation>تعذّر إرسال رمز جديد. يمكن لأحد الموظفين مساعدتك.</translation>
    </message>
    <message>
        <source>The card's period of validity is not plausible.</source>
        <translation>مدة صلاحية البطاقة غير معقولة.</translation>
    </message>
    <message>
        <source>The face cannot be seen well enough to compare it.</source>
        <translation>الوجه غير واضح بما يكفي للمقارنة.</translation>
    </message>
    <message>
        <source>The face was not in the picture without interruption. It has to be done again.</source>
        <translation>لم يبقَ الوجه في الصورة دون انقطاع. تجب إعادة المحاولة.</translation>
    </message>
    <message>
        <source>The interview could not be sealed. Nothing is lost; please tell the administrator.</source>
        <translation>تعذّر ختم المقابلة. لم يضِع شيء. يُرجى إبلاغ مسؤول النظام.</translation>
    </message>
    <message>
        <source>A recognition model is missing. Please tell the administrator.</source>
        <translation>أحد نماذج التعرّف مفقود. يُرجى إبلاغ مسؤول النظام.</translation>
    </message>
    <message>
        <source>No passport page could be seen.</source>
        <translation>لم تظهر أي صفحة جواز سفر.</translation>
    </message>
    <message>
        <source>No foreign permanent resident ID card could be seen.</source>
        <translation>لم تظهر أي بطاقة إقامة دائمة للأجانب.</translation>
    </message>
    <message>
        <source>No travel permit (Hong Kong, Macao) could be seen.</source>
        <translation>لم يظهر أي تصريح سفر (هونغ كونغ، ماكاو).</translation>
    </message>
    <message>
        <source>No travel permit (Taiwan) could be seen.</source>
        <translation>لم يظهر أي تصريح سفر (تايوان).</translation>
    </message>
    <message>
        <source>The language pack that headquarters published cannot be read. Tell headquarters.</source>
        <translation>تعذّرت قراءة حزمة اللغات التي نشرها المقر الرئيسي. أبلغ المقر الرئيسي.</translation>
    </message>
    <message>
        <source>What headquarters published did not pass its checks: what was here stays. Please tell the administrator.</source>
        <translation>لم يجتز ما نشره المقر الرئيسي الفحص، ويبقى ما كان هنا. يُرجى إبلاغ مسؤول النظام.</translation>
    </message>
    <message>
        <source>This side of the card could not be read.</source>
        <translation>تعذّرت قراءة هذا الوجه من البطاقة.</translation>
    </message>
    <message>
        <source>The name is written in another way than on the invitation: please compare.</source>
        <translation>كتابة الاسم تختلف عما في الدعوة: يُرجى المقارنة.</translation>
    </message>
    <message>
        <source>This is not the card that was shown before.</source>
        <translation>ليست هذه البطاقة التي أُظهرت من قبل.</translation>
    </message>
    <message>
        <source>This looks like a photocopy of a card.</source>
        <translation>تبدو هذه نسخة مصورة من بطاقة.</translation>
    </message>
    <message>
        <source>This looks like a card on a screen.</source>
        <translation>تبدو هذه بطاقة معروضة على شاشة.</translation>
    </message>
    <message>
        <source>This picture was not taken by a camera.</source>
        <translation>لم تُلتقط هذه الصورة بكاميرا.</translation>
    </message>
    <message>
        <source>Glare may hide print: compare with the card.</source>
        <translation>قد يحجب الوهج بعض الكتابة: يُرجى المقارنة بالبطاقة.</translation>
    </message>
    <message>
        <source>The picture is blurred: compare with the card.</source>
        <translation>الصورة مشوشة: يُرجى المقارنة بالبطاقة.</translation>
    </message>
    <message>
        <source>The card's number is not a valid number.</source>
        <translation>رقم البطاقة ليس رقمًا صحيحًا.</translation>
    </message>
    <message>
        <source>The card's number names no known region.</source>
        <translation>رقم البطاقة لا يدل على منطقة معروفة.</translation>
    </message>
    <message>
        <source>The number's county is not on our list: it may be a new one.</source>
        <translation>المحافظة في الرقم ليست في قائمتنا: قد تكون جديدة.</translation>
    </message>
    <message>
        <source>The date of birth is not plausible.</source>
        <translation>تاريخ الميلاد غير معقول.</translation>
    </message>
    <message>
        <source>The card is not valid yet.</source>
        <translation>لم يبدأ سريان البطاقة بعد.</translation>
    </message>
    <message>
        <source>The candidate chose to be identified by a person, without face recognition.</source>
        <translation>اختار المرشّح أن يتحقق شخص من هويته، دون التعرّف على الوجه.</translation>
    </message>
    <message>
        <source>That is not the code that was sent.</source>
        <translation>ليس هذا هو الرمز المرسل.</translation>
    </message>
    <message>
        <source>The code was entered wrongly too often. It cannot be used any more.</source>
        <translation>أُدخل الرمز خطأً مرات كثيرة، ولم يعد ممكنًا استخدامه.</translation>
    </message>
    <message>
        <source>The code's time is over.</source>
        <translation>انتهت صلاحية الرمز.</translation>
    </message>
    <message>
        <source>There is no code at hand.</source>
        <translation>لا يوجد رمز في المتناول.</translation>
    </message>
    <message>
        <source>No further code is sent at the moment. A member of staff can help.</source>
        <translation>لا يُرسل رمز آخر حاليًا. يمكن لأحد الموظفين مساعدتك.</translation>
    </message>
    <message>
        <source>That PIN is not right. Please try again.</source>
        <translation>الرقم السري غير صحيح. يُرجى إعادة المحاولة.</translation>
    </message>
    <message>
        <source>That is the PIN of the person who has already confirmed. Somebody else has to.</source>
        <translation>هذا الرقم السري لمن أكّد من قبل. يجب أن يؤكّد شخص آخر.</translation>
    </message>
    <message>
        <source>The face and the portrait on the card are not similar enough.</source>
        <translation>الوجه وصورة البطاقة غير متشابهين بما يكفي.</translation>
    </message>
    <message>
        <source>The faces are alike, but not so much that the machine can be relied on alone. Compare the portrait on the card with the person.</source>
        <translation>الوجهان متشابهان، لكن ليس بما يكفي للاعتماد على الجهاز وحده. يُرجى مقارنة صورة البطاقة بالشخص.</translation>
    </message>
    <message>
        <source>The face is too far away.</source>
        <translation>الوجه بعيد جدًا.</translation>
    </message>
    <message>
        <source>The face is blurred.</source>
        <translation>صورة الوجه مشوشة.</translation>
    </message>
    <message>
        <source>There is too little light on the face.</source>
        <translation>الإضاءة على الوجه ضعيفة جدًا.</translation>
    </message>
    <message>
        <source>There is too much light on the face.</source>
        <translation>الإضاءة على الوجه قوية جدًا.</translation>
    </message>
    <message>
        <source>Mouth or eyes are covered.</source>
        <translation>هناك ما يغطي الفم أو العينين.</translation>
    </message>
    <message>
        <source>The face is turned away.</source>
        <translation>الوجه ملتفت جانبًا.</translation>
    </message>
    <message>
        <source>A movement that was asked for was not seen.</source>
        <translation>لم تُرصد إحدى الحركات المطلوبة.</translation>
    </message>
    <message>
        <source>The candidate cannot do enough of the movements. Please look yourself.</source>
        <translation>لا يستطيع المرشّح أداء عدد كافٍ من الحركات. يُرجى التحقق بنفسك.</translation>
    </message>
    <message>
        <source>The face seems to be shown on a screen. Please look who sits there.</source>
        <translation>يبدو الوجه معروضًا على شاشة. يُرجى التحقق ممن يجلس هناك.</translation>
    </message>
    <message>
        <source>Straight edges are seen round the face, as of a screen or a picture frame. Please look who sits there, and what stands behind.</source>
        <translation>تظهر حول الوجه حواف مستقيمة كحواف شاشة أو إطار صورة. يُرجى التحقق ممن يجلس هناك ومما خلفه.</translation>
    </message>
    <message>
        <source>The face does not answer the colours of the screen, as others do at this kiosk. Please look who sits there.</source>
        <translation>لا يستجيب الوجه لألوان الشاشة كما تستجيب وجوه غيره على هذا الجهاز. يُرجى التحقق ممن يجلس هناك.</translation>
    </message>
    <message>
        <source>The face looks like a picture of a face. Please take away what is before you.</source>
        <translation>يبدو الوجه كأنه صورة وجه. يُرجى إبعاد ما هو أمامك.</translation>
    </message>
    <message>
        <source>The camera in use is a program, not a device: no interview begins with it. Tell IT.</source>
        <translation>الكاميرا المستخدمة برنامج وليست جهازًا: لا تبدأ بها أي مقابلة. يُرجى إبلاغ تقنية المعلومات.</translation>
    </message>
    <message>
        <source>The second disk did not answer: the interview was sealed without its copy.</source>
        <translation>لم يستجب القرص الثاني: خُتمت المقابلة دون نسخته.</translation>
    </message>
    <message>
        <source>The disk does not answer. After three seconds the interview waits; check cable and power.</source>
        <translation>القرص لا يستجيب. بعد ثلاث ثوانٍ تتوقف المقابلة مؤقتًا. يُرجى فحص الكابل والكهرباء.</translation>
    </message>
    <message>
        <source>The recording cannot be written.</source>
        <translation>تعذّرت كتابة التسجيل.</translation>
    </message>
    <message>
        <source>The picture or sound cannot be encoded.</source>
        <translation>تعذّر ترميز الصورة أو الصوت.</translation>
    </message>
    <message>
        <source>A part of the program stopped.</source>
        <translation>توقف أحد أجزاء البرنامج.</translation>
    </message>
    <message>
        <source>A part of the program keeps stopping. Please tell the administrator.</source>
        <translation>أحد أجزاء البرنامج يتوقف مرارًا. يُرجى إبلاغ مسؤول النظام.</translation>
    </message>
    <message>
        <source>Two parts of the program do not fit together. Please tell the administrator.</source>
        <translation>جزءان من البرنامج غير متوافقين. يُرجى إبلاغ مسؤول النظام.</translation>
    </message>
    <message>
        <source>An interview's record was altered. Please tell the administrator.</source>
        <translation>جرى تغيير سجل إحدى المقابلات. يُرجى إبلاغ مسؤول النظام.</translation>
    </message>
    <message>
        <source>An interview was moved to another booth and goes on there.</source>
        <translation>نُقلت مقابلة إلى مقصورة أخرى وتستمر هناك.</translation>
    </message>
    <message>
        <source>An interview's files are missing.</source>
        <translation>ملفات إحدى المقابلات مفقودة.</translation>
    </message>
    <message>
        <source>The kiosk's keys cannot be used. Please tell the administrator.</source>
        <translation>تعذّر استخدام مفاتيح الجهاز. يُرجى إبلاغ مسؤول النظام.</translation>
    </message>
    <message>
        <source>Headquarters' certificate is not the known one. Please tell the administrator.</source>
        <translation>شهادة المقر الرئيسي ليست الشهادة المعروفة. يُرجى إبلاغ مسؤول النظام.</translation>
    </message>
    <message>
        <source>Headquarters refused what was sent.</source>
        <translation>رفض المقر الرئيسي ما أُرسل.</translation>
    </message>
    <message>
        <source>Headquarters has no room for it now.</source>
        <translation>لا مساحة لذلك الآن لدى المقر الرئيسي.</translation>
    </message>
    <message>
        <source>Headquarters does not admit this kiosk. Please tell the administrator.</source>
        <translation>لا يقبل المقر الرئيسي هذا الجهاز. يُرجى إبلاغ مسؤول النظام.</translation>
    </message>
    <message>
        <source>Headquarters cannot be reached.</source>
        <translation>تعذّر الاتصال بالمقر الرئيسي.</translation>
    </message>
    <message>
        <source>Nothing new from headquarters is valid. Check this PC's clock and the network.</source>
        <translation>لا يوجد جديد ساري المفعول من المقر الرئيسي. يُرجى فحص ساعة هذا الحاسوب والشبكة.</translation>
    </message>
    <message>
        <source>This PC's clock is behind headquarters' time. Please set it.</source>
        <translation>ساعة هذا الحاسوب متأخرة عن وقت المقر الرئيسي. يُرجى ضبطها.</translation>
    </message>
    <message>
        <source>Something that headquarters published has ended and still holds. Connect to headquarters.</source>
        <translation>انتهت مدة شيء نشره المقر الرئيسي وما زال معمولًا به. يُرجى الاتصال بالمقر الرئيسي.</translation>
    </message>
    <message>
        <source>No interview may begin: headquarters' policy has ended. Check this PC's clock; connect to headquarters, or bring a stick from there.</source>
        <translation>لا يجوز بدء أي مقابلة: انتهت مدة سياسة المقر الرئيسي. يُرجى فحص ساعة هذا الحاسوب، والاتصال بالمقر الرئيسي أو جلب ذاكرة USB منه.</translation>
    </message>
    <message>
        <source>Headquarters names models that are not here: the ones before are used.</source>
        <translation>يسمّي المقر الرئيسي نماذج غير موجودة هنا: تُستخدم النماذج السابقة.</translation>
    </message>
    <message>
        <source>A language that headquarters published is not offered: this PC lacks a font for it.</source>
        <translation>إحدى اللغات التي نشرها المقر الرئيسي غير متاحة: لا يوجد خط لها على هذا الحاسوب.</translation>
    </message>
    <message>
        <source>A language that headquarters published is not offered: its consent form is of another version than this program's.</source>
        <translation>إحدى اللغات التي نشرها المقر الرئيسي غير متاحة: استمارة موافقتها من إصدار يختلف عن إصدار هذا البرنامج.</translation>
    </message>
    <message>
        <source>There is no room for a new version of the program. Free some space.</source>
        <translation>لا مساحة لإصدار جديد من البرنامج. يُرجى إخلاء بعض المساحة.</translation>
    </message>
    <message>
        <source>A new version of the program lies ready. It is installed when nobody is here.</source>
        <translation>إصدار جديد من البرنامج جاهز. سيُثبَّت عندما لا يكون أحد هنا.</translation>
    </message>
    <message>
        <source>Another version of the program is used from the kiosk's next start on.</source>
        <translation>سيُستخدم إصدار آخر من البرنامج بدءًا من التشغيل التالي للجهاز.</translation>
    </message>
    <message>
        <source>A new version of the program has just started. Please begin in half a minute.</source>
        <translation>بدأ للتو تشغيل إصدار جديد من البرنامج. يُرجى البدء بعد نصف دقيقة.</translation>
    </message>
    <message>
        <source>A new version of the program is not whole and was not installed.</source>
        <translation>إصدار جديد من البرنامج غير مكتمل ولم يُثبَّت.</translation>
    </message>
    <message>
        <source>Headquarters published a version of the program that is not newer than this one.</source>
        <translation>نشر المقر الرئيسي إصدارًا من البرنامج ليس أحدث من الحالي.</translation>
    </message>
    <message>
        <source>There is no room to install a new version of the program. Free some space.</source>
        <translation>لا مساحة لتثبيت إصدار جديد من البرنامج. يُرجى إخلاء بعض المساحة.</translation>
    </message>
    <message>
        <source>A new version of the program does not work here; the one before is used.</source>
        <translation>إصدار جديد من البرنامج لا يعمل هنا، ويُستخدم الإصدار السابق.</translation>
    </message>
    <message>
        <source>A version of the program was damaged on the disk; the one before is used.</source>
        <translation>تلف إصدار من البرنامج على القرص، ويُستخدم الإصدار السابق.</translation>
    </message>
    <message>
        <source>Headquarters revoked the version of the program; the one before is used.</source>
        <translation>ألغى المقر الرئيسي إصدار البرنامج، ويُستخدم الإصدار السابق.</translation>
    </message>
    <message>
        <source>No face could be seen.</source>
        <translation>لم يظهر أي وجه.</translation>
    </message>
    <message>
        <source>The sex is not written as on such a document.</source>
        <translation>الجنس غير مكتوب كما في وثيقة من هذا النوع.</translation>
    </message>
    <message>
        <source>The ethnicity is none of the 56.</source>
        <translation>القومية ليست إحدى القوميات الست والخمسين.</translation>
    </message>
    <message>
        <source>The document is not valid any more on the day of the appointment.</source>
        <translation>تنتهي صلاحية الوثيقة قبل يوم الموعد.</translation>
    </message>
    <message>
        <source>Type the fields as they stand on the document, then compare it with the person.</source>
        <translation>يُرجى كتابة الحقول كما هي في الوثيقة، ثم مقارنة الوثيقة بالشخص.</translation>
    </message>
    <message>
        <source>The number is not one of such a document.</source>
        <translation>الرقم ليس رقم وثيقة من هذا النوع.</translation>
    </message>
    <message>
        <source>The nationality is the code of three letters from the document, as CHN.</source>
        <translation>الجنسية هي الرمز المكوّن من ثلاثة أحرف في الوثيقة، مثل CHN.</translation>
    </message>
    <message>
        <source>Movements were seen that nobody had asked for, as in a recording. Please look who sits there.</source>
        <translation>رُصدت حركات لم يطلبها أحد، كما في تسجيل. يُرجى النظر إلى من يجلس هناك.</translation>
    </message>
    <message>
        <source>The face was never seen well enough to be compared. Please see to the light.</source>
        <translation>لم يُرَ الوجه بوضوح كافٍ للمقارنة. يُرجى ضبط الإضاءة.</translation>
    </message>
    <message>
        <source>More than one face was in the picture.</source>
        <translation>ظهر في الصورة أكثر من وجه.</translation>
    </message>
    <message>
        <source>The face became another person's in between.</source>
        <translation>تغيّر الوجه في الأثناء إلى وجه شخص آخر.</translation>
    </message>
    <message>
        <source>Whether the picture is genuine could not be measured reliably.</source>
        <translation>تعذّر التأكد على نحو موثوق من أن الصورة حقيقية.</translation>
    </message>
    <message>
        <source>No picture comes from the camera.</source>
        <translation>لا تصل أي صورة من الكاميرا.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>القرص ممتلئ.</translation>
    </message>
    <message>
        <source>A camera does not answer.</source>
        <translation>إحدى الكاميرات لا تستجيب.</translation>
    </message>
    <message>
        <source>The microphone does not answer.</source>
        <translation>الميكروفون لا يستجيب.</translation>
    </message>
    <message>
        <source>The disk cannot be written to.</source>
        <translation>تعذّرت الكتابة على القرص.</translation>
    </message>
    <message>
        <source>Hold the card inside the frame.</source>
        <translation>يُرجى إمساك البطاقة داخل الإطار.</translation>
    </message>
    <message>
        <source>Bring the card a little closer.</source>
        <translation>يُرجى تقريب البطاقة قليلًا.</translation>
    </message>
    <message>
        <source>The picture is blurred. Hold the card still.</source>
        <translation>الصورة مشوشة. يُرجى تثبيت البطاقة.</translation>
    </message>
    <message>
        <source>The card reflects the light. Tilt it slightly.</source>
        <translation>البطاقة تعكس الضوء. يُرجى إمالتها قليلًا.</translation>
    </message>
    <message>
        <source>Hold the card straight.</source>
        <translation>يُرجى إمساك البطاقة مستقيمة.</translation>
    </message>
    <message>
        <source>Good. Hold it still for a moment.</source>
        <translation>جيد. يُرجى تثبيتها لحظة.</translation>
    </message>
    <message>
        <source>This is the other side. Please turn the card over.</source>
        <translation>هذا هو الوجه الآخر. يُرجى قلب البطاقة.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>الجنس</translation>
    </message>
    <message>
        <source>Ethnicity</source>
        <translation>القومية</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>تاريخ الميلاد</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>ID number</source>
        <translation>رقم الهوية</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>جهة الإصدار</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>صالحة من</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>صالحة حتى</translation>
    </message>
    <message>
        <source>Nationality</source>
        <translation>الجنسية</translation>
    </message>
    <message>
        <source>Document no.</source>
        <translation>رقم الوثيقة</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>التشابه</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>المطلوب</translation>
    </message>
    <message>
        <source>Sure from</source>
        <translation>مؤكد من</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>الرمش</translation>
    </message>
    <message>
        <source>Turn to the left</source>
        <translation>الالتفات يسارًا</translation>
    </message>
    <message>
        <source>Turn to the right</source>
        <translation>الالتفات يمينًا</translation>
    </message>
    <message>
        <source>Nod</source>
        <translation>الإيماء</translation>
    </message>
    <message>
        <source>Open the mouth</source>
        <translation>فتح الفم</translation>
    </message>
    <message>
        <source>Read digits aloud</source>
        <translation>قراءة الأرقام جهرًا</translation>
    </message>
    <message>
        <source>Long-term</source>
        <translation>طويلة الأمد</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>رُصد</translation>
    </message>
    <message>
        <source>Not seen</source>
        <translation>لم يُرصد</translation>
    </message>
    <message>
        <source>Not computed</source>
        <translation>لم يُحسب</translation>
    </message>
    <message>
        <source>Hold the lines with &lt;&lt;&lt; inside the frame.</source>
        <translation>يُرجى إمساك الأسطر التي فيها ‎&lt;&lt;&lt;‎ داخل الإطار.</translation>
    </message>
    <message>
        <source>Bring the document a little closer.</source>
        <translation>يُرجى تقريب الوثيقة قليلًا.</translation>
    </message>
    <message>
        <source>The document reflects the light. Tilt it slightly.</source>
        <translation>الوثيقة تعكس الضوء. يُرجى إمالتها قليلًا.</translation>
    </message>
    <message>
        <source>Hold the document straight.</source>
        <translation>يُرجى إمساك الوثيقة مستقيمة.</translation>
    </message>
    <message>
        <source>Resident ID card, residence permit</source>
        <translation>بطاقة الهوية الصينية، تصريح إقامة</translation>
    </message>
    <message>
        <source>Residence permit (HK, Macao, Taiwan)</source>
        <translation>تصريح إقامة (هونغ كونغ، ماكاو، تايوان)</translation>
    </message>
    <message>
        <source>Passport</source>
        <translation>جواز سفر</translation>
    </message>
    <message>
        <source>Foreign permanent resident ID card</source>
        <translation>بطاقة إقامة دائمة للأجانب</translation>
    </message>
    <message>
        <source>Travel permit (Hong Kong, Macao)</source>
        <translation>تصريح سفر (هونغ كونغ، ماكاو)</translation>
    </message>
    <message>
        <source>Travel permit (Taiwan)</source>
        <translation>تصريح سفر (تايوان)</translation>
    </message>
    <message>
        <source>Blink your eyes</source>
        <translation>يُرجى الرمش بالعينين</translation>
    </message>
    <message>
        <source>Turn your head to the left</source>
        <translation>يُرجى إدارة الرأس يسارًا</translation>
    </message>
    <message>
        <source>Turn your head to the right</source>
        <translation>يُرجى إدارة الرأس يمينًا</translation>
    </message>
    <message>
        <source>Nod your head</source>
        <translation>يُرجى الإيماء بالرأس</translation>
    </message>
    <message>
        <source>Open your mouth</source>
        <translation>يُرجى فتح الفم</translation>
    </message>
    <message>
        <source>Read these digits aloud, one by one</source>
        <translation>يُرجى قراءة هذه الأرقام بصوت مسموع، رقمًا رقمًا</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>الكاميرا</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>الميكروفون</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>الإضاءة</translation>
    </message>
    <message>
        <source>Nobody else in the room</source>
        <translation>لا أحد آخر في الغرفة</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>التخزين</translation>
    </message>
    <message>
        <source>Connection to headquarters</source>
        <translation>الاتصال بالمقر الرئيسي</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>يجري الفحص…</translation>
    </message>
    <message>
        <source>Everything is fine</source>
        <translation>كل شيء سليم</translation>
    </message>
    <message>
        <source>You may go on</source>
        <translation>يمكنك المتابعة</translation>
    </message>
    <message>
        <source>Please call a member of staff</source>
        <translation>يُرجى استدعاء أحد الموظفين</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>يجري تشغيل الكاميرا…</translation>
    </message>
    <message>
        <source>The camera does not answer. Please call a member of staff.</source>
        <translation>الكاميرا لا تستجيب. يُرجى استدعاء أحد الموظفين.</translation>
    </message>
    <message>
        <source>The picture stands still. Please call a member of staff.</source>
        <translation>الصورة متجمدة. يُرجى استدعاء أحد الموظفين.</translation>
    </message>
    <message>
        <source>The picture is black. Is the lens covered?</source>
        <translation>الصورة سوداء. هل العدسة مغطاة؟</translation>
    </message>
    <message>
        <source>No microphone was found. Please call a member of staff.</source>
        <translation>لم يُعثر على ميكروفون. يُرجى استدعاء أحد الموظفين.</translation>
    </message>
    <message>
        <source>The microphone does not answer. Please call a member of staff.</source>
        <translation>الميكروفون لا يستجيب. يُرجى استدعاء أحد الموظفين.</translation>
    </message>
    <message>
        <source>Nothing can be heard. Is the microphone off?</source>
        <translation>لا يُسمع شيء. هل الميكروفون مطفأ؟</translation>
    </message>
    <message>
        <source>Please say a few words, such as your name.</source>
        <translation>يُرجى قول بضع كلمات، كاسمك مثلًا.</translation>
    </message>
    <message>
        <source>It is rather dark. You may go on.</source>
        <translation>الإضاءة خافتة نوعًا ما. يمكنك المتابعة.</translation>
    </message>
    <message>
        <source>It is rather bright. You may go on.</source>
        <translation>الإضاءة قوية نوعًا ما. يمكنك المتابعة.</translation>
    </message>
    <message>
        <source>Please sit so that your face is in the picture.</source>
        <translation>يُرجى الجلوس بحيث يظهر وجهك في الصورة.</translation>
    </message>
    <message>
        <source>Somebody else is in the picture.</source>
        <translation>يظهر شخص آخر في الصورة.</translation>
    </message>
    <message>
        <source>There is not enough space. Please call a member of staff.</source>
        <translation>لا توجد مساحة كافية. يُرجى استدعاء أحد الموظفين.</translation>
    </message>
    <message>
        <source>There is enough space for this interview.</source>
        <translation>توجد مساحة كافية لهذه المقابلة.</translation>
    </message>
    <message>
        <source>Overdriven</source>
        <translation>صوت عالٍ جدًا</translation>
    </message>
    <message>
        <source>The disk is almost full: the interview stops after this answer. Free some space.</source>
        <translation>القرص ممتلئ تقريبًا: تتوقف المقابلة مؤقتًا بعد هذه الإجابة. يُرجى إخلاء بعض المساحة.</translation>
    </message>
    <message>
        <source>There is not enough space for an interview. Free some space, then start again.</source>
        <translation>لا توجد مساحة كافية لمقابلة. يُرجى إخلاء بعض المساحة ثم البدء من جديد.</translation>
    </message>
    <message>
        <source>The recording goes on in lower quality: this PC or its disk could not keep up.</source>
        <translation>يستمر التسجيل بجودة أقل: لم تكفِ سرعة هذا الحاسوب أو قرصه.</translation>
    </message>
    <message>
        <source>The second disk cannot be written to. The recording itself goes on.</source>
        <translation>تعذّرت الكتابة على القرص الثاني. التسجيل نفسه مستمر.</translation>
    </message>
    <message>
        <source>Not connected. Your interview is kept safe here and sent later.</source>
        <translation>لا يوجد اتصال. تُحفظ مقابلتك هنا بأمان وتُرسل لاحقًا.</translation>
    </message>
    <message>
        <source>Nobody was in the picture</source>
        <translation>لم يكن أحد في الصورة</translation>
    </message>
    <message>
        <source>A second person was in the picture</source>
        <translation>ظهر شخص ثانٍ في الصورة</translation>
    </message>
    <message>
        <source>The face was not the one identified</source>
        <translation>لم يكن الوجه هو الذي جرى التحقق منه</translation>
    </message>
    <message>
        <source>A phone or a tablet was in the picture</source>
        <translation>ظهر هاتف أو جهاز لوحي في الصورة</translation>
    </message>
    <message>
        <source>Papers, a book or a tablet in the hand</source>
        <translation>أوراق أو كتاب أو جهاز لوحي في اليد</translation>
    </message>
    <message>
        <source>Looking away for some time</source>
        <translation>النظر بعيدًا لبعض الوقت</translation>
    </message>
    <message>
        <source>The face was covered</source>
        <translation>كان الوجه مغطى</translation>
    </message>
    <message>
        <source>The camera was covered</source>
        <translation>كانت الكاميرا مغطاة</translation>
    </message>
    <message>
        <source>A second voice was heard</source>
        <translation>سُمع صوت شخص ثانٍ</translation>
    </message>
    <message>
        <source>The eyes went along lines while speaking</source>
        <translation>تتبّعت العينان أسطرًا أثناء الكلام</translation>
    </message>
    <message>
        <source>A further display was connected to the PC</source>
        <translation>تم توصيل شاشة إضافية بالحاسوب</translation>
    </message>
    <message>
        <source>A remote control program was running on the PC</source>
        <translation>كان برنامج تحكم عن بُعد يعمل على الحاسوب</translation>
    </message>
    <message>
        <source>The camera was a program, not a device</source>
        <translation>كانت الكاميرا برنامجًا وليست جهازًا</translation>
    </message>
    <message>
        <source>A USB device was plugged into the PC</source>
        <translation>تم توصيل جهاز USB بالحاسوب</translation>
    </message>
    <message>
        <source>the live models were being started again</source>
        <translation>كانت تجري إعادة تشغيل نماذج المراقبة</translation>
    </message>
    <message>
        <source>the live models did not look</source>
        <translation>لم تكن نماذج المراقبة تراقب</translation>
    </message>
    <message>
        <source>the camera was lost</source>
        <translation>انقطعت الكاميرا</translation>
    </message>
    <message>
        <source>this PC could not keep up</source>
        <translation>لم تكفِ سرعة هذا الحاسوب</translation>
    </message>
    <message>
        <source>the face could not be compared: look who it is</source>
        <translation>تعذّرت مقارنة الوجه: يُرجى التحقق من الشخص</translation>
    </message>
    <message>
        <source>the face is no longer known here: look who it is</source>
        <translation>لم يعد الوجه معروفًا هنا: يُرجى التحقق من الشخص</translation>
    </message>
    <message>
        <source>too dark to watch for phones</source>
        <translation>الإضاءة لا تكفي لرصد الهواتف</translation>
    </message>
    <message>
        <source>the face is too small to watch for phones</source>
        <translation>الوجه صغير جدًا لرصد الهواتف</translation>
    </message>
    <message>
        <source>A member of staff has paused the interview.</source>
        <translation>أوقف أحد الموظفين المقابلة مؤقتًا.</translation>
    </message>
    <message>
        <source>The camera does not answer. We are on it.</source>
        <translation>الكاميرا لا تستجيب. نعمل على حل المشكلة.</translation>
    </message>
    <message>
        <source>The microphone does not answer. We are on it.</source>
        <translation>الميكروفون لا يستجيب. نعمل على حل المشكلة.</translation>
    </message>
    <message>
        <source>The recording is being started again.</source>
        <translation>تجري إعادة تشغيل التسجيل.</translation>
    </message>
    <message>
        <source>There is no space left for the recording.</source>
        <translation>لم تبقَ مساحة للتسجيل.</translation>
    </message>
    <message>
        <source>The disk does not answer. We are on it.</source>
        <translation>القرص لا يستجيب. نعمل على حل المشكلة.</translation>
    </message>
    <message>
        <source>The booth was restarted.</source>
        <translation>أُعيد تشغيل المقصورة.</translation>
    </message>
    <message>
        <source>The computer had fallen asleep.</source>
        <translation>دخل الحاسوب في وضع السكون.</translation>
    </message>
    <message>
        <source>The booth stood still for a moment.</source>
        <translation>توقف نظام المقصورة لحظة.</translation>
    </message>
    <message>
        <source>The face recognition was started again.</source>
        <translation>أُعيد تشغيل التعرّف على الوجه.</translation>
    </message>
    <message>
        <source>Your interview goes on in this booth.</source>
        <translation>تستمر مقابلتك في هذه المقصورة.</translation>
    </message>
    <message>
        <source>Paused by a member of staff</source>
        <translation>إيقاف مؤقت من أحد الموظفين</translation>
    </message>
    <message>
        <source>The camera did not answer</source>
        <translation>لم تستجب الكاميرا</translation>
    </message>
    <message>
        <source>The microphone did not answer</source>
        <translation>لم يستجب الميكروفون</translation>
    </message>
    <message>
        <source>The recording was started again</source>
        <translation>أُعيد تشغيل التسجيل</translation>
    </message>
    <message>
        <source>There was no space for the recording</source>
        <translation>لم تكن هناك مساحة للتسجيل</translation>
    </message>
    <message>
        <source>The disk did not answer</source>
        <translation>لم يستجب القرص</translation>
    </message>
    <message>
        <source>The booth was restarted</source>
        <translation>أُعيد تشغيل المقصورة</translation>
    </message>
    <message>
        <source>The computer had fallen asleep</source>
        <translation>دخل الحاسوب في وضع السكون</translation>
    </message>
    <message>
        <source>The booth stood still</source>
        <translation>توقف نظام المقصورة</translation>
    </message>
    <message>
        <source>The face recognition was started again</source>
        <translation>أُعيد تشغيل التعرّف على الوجه</translation>
    </message>
    <message>
        <source>The interview was moved to another booth</source>
        <translation>نُقلت المقابلة إلى مقصورة أخرى</translation>
    </message>
    <message>
        <source>No interview</source>
        <translation>لا توجد مقابلة</translation>
    </message>
    <message>
        <source>Choosing a language</source>
        <translation>اختيار اللغة</translation>
    </message>
    <message>
        <source>Checking in</source>
        <translation>تسجيل الحضور</translation>
    </message>
    <message>
        <source>Code from the phone</source>
        <translation>رمز الهاتف</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>الموافقة</translation>
    </message>
    <message>
        <source>ID card, portrait side</source>
        <translation>بطاقة الهوية، وجه الصورة</translation>
    </message>
    <message>
        <source>ID card, emblem side</source>
        <translation>بطاقة الهوية، وجه الشعار</translation>
    </message>
    <message>
        <source>Comparing the face</source>
        <translation>مقارنة الوجه</translation>
    </message>
    <message>
        <source>Liveness</source>
        <translation>كشف الحيوية</translation>
    </message>
    <message>
        <source>A second person looks</source>
        <translation>تحقق شخص ثانٍ</translation>
    </message>
    <message>
        <source>Room and devices</source>
        <translation>الغرفة والأجهزة</translation>
    </message>
    <message>
        <source>Before the practice question</source>
        <translation>قبل السؤال التدريبي</translation>
    </message>
    <message>
        <source>Practice: preparing</source>
        <translation>التدريب: التحضير</translation>
    </message>
    <message>
        <source>Practice: answering</source>
        <translation>التدريب: الإجابة</translation>
    </message>
    <message>
        <source>Practice done</source>
        <translation>انتهى التدريب</translation>
    </message>
    <message>
        <source>Before the questions</source>
        <translation>قبل الأسئلة</translation>
    </message>
    <message>
        <source>Preparing an answer</source>
        <translation>تحضير الإجابة</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>Between questions</source>
        <translation>بين الأسئلة</translation>
    </message>
    <message>
        <source>Right to reply</source>
        <translation>حق الرد</translation>
    </message>
    <message>
        <source>Analysing and sealing</source>
        <translation>التحليل والختم</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>الإيصال</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>إيقاف مؤقت</translation>
    </message>
    <message>
        <source>Card again after a break</source>
        <translation>البطاقة مجددًا بعد انقطاع</translation>
    </message>
    <message>
        <source>Face again after a break</source>
        <translation>الوجه مجددًا بعد انقطاع</translation>
    </message>
    <message>
        <source>Before going on</source>
        <translation>قبل المتابعة</translation>
    </message>
    <message>
        <source>Ended early</source>
        <translation>انتهت مبكرًا</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تمت</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>سليم</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>غير موجود</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>منقطع</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>متجمد</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>معتم</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>صامت</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>بالانتظار</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>تُرسل الآن</translation>
    </message>
    <message>
        <source>At headquarters, no receipt yet</source>
        <translation>في المقر الرئيسي، دون إيصال بعد</translation>
    </message>
    <message>
        <source>Receipt received</source>
        <translation>وصل الإيصال</translation>
    </message>
    <message>
        <source>Refused by headquarters</source>
        <translation>رفضها المقر الرئيسي</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>يعمل</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>يبدأ</translation>
    </message>
    <message>
        <source>Restarting</source>
        <translation>إعادة تشغيل</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>Recorder</source>
        <translation>المسجّل</translation>
    </message>
    <message>
        <source>Live models</source>
        <translation>نماذج المراقبة</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>التحليل</translation>
    </message>
    <message>
        <source>Sealing and sending</source>
        <translation>الختم والإرسال</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>الشاشات</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>مقررة</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>جارية</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>منقطعة</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>منتهية</translation>
    </message>
    <message>
        <source>Receipt of your interview</source>
        <translation>إيصال مقابلتك</translation>
    </message>
    <message>
        <source>With this code anyone can check at headquarters that everything of your interview has arrived as it was sealed. It holds no name and no answer.</source>
        <translation>بهذا الرمز يستطيع أي شخص أن يتحقق لدى المقر الرئيسي من وصول مقابلتك كاملة كما خُتمت. لا يتضمن اسمًا ولا إجابة.</translation>
    </message>
    <message>
        <source>Fingerprint of the sealed interview: {digest}</source>
        <translation>البصمة الرقمية للمقابلة المختومة: ‎{digest}</translation>
    </message>
    <message>
        <source>Something needs a person to look at it ({code}).</source>
        <translation>هناك أمر يحتاج إلى مراجعة من شخص ({code}).</translation>
    </message>
    <message>
        <source>Not known here ({code})</source>
        <translation>غير معروف هنا ({code})</translation>
    </message>
</context>
</TS>
