"""The sentences that other rooms write into a record, as patterns.

In English; `resources/console/locale/zh.po` holds the Chinese. One that is missing here is shown
as it is.
"""

from app.hq.labels import marked

SENTENCES: tuple[str, ...] = (
    marked("no consent to automatic analysis"),
    marked("the analysis did not finish on the kiosk"),
    marked("the analysis ended unexpectedly twice"),
    marked("the code sent to the phone ending in %(end)s, entry %(entry)s"),
    marked("cannot be done by the candidate: %(challenge)s"),
    marked("nobody speaks in the sound"),
    marked("no words were recognised"),
    marked("the question has no keywords"),
    marked("the recogniser for this language leaves fillers out"),
    marked("%(seconds)s s of the sound are missing"),
    marked("too little speech: %(seconds)s s, %(count)s characters or words recognised"),
    marked("low recognition confidence: %(value)s, %(least)s needed"),
    marked("most of the speech was not understood: %(count)s characters or words in %(seconds)s s"),
    marked("only %(count)s looks at the candidate in %(seconds)s s"),
    marked("a face was seen in only %(count)s looks"),
    marked("the eyes were seen open in only %(count)s looks"),
    marked("less than %(seconds)s s without speech to measure noise on"),
    marked("the pauses are digital silence: a gate or synthetic sound"),
    marked('keyword %(name)s: "%(words)s" said'),
    marked('keyword %(name)s: sounds like "%(words)s" (%(heard)s)'),
    marked("amount: %(said)s characters, %(expected)s expected of a full answer; %(rule)s"),
    marked("amount: %(said)s words, %(expected)s expected of a full answer; %(rule)s"),
    marked("competency: %(competency)s"),
    marked("start of the first speech"),
    marked("time with speech / answer's length"),
    marked(
        "gaps of at least %(seconds)s s between stretches of speech (Silero VAD); "
        "De Jong and Bosker 2013"
    ),
    marked("pause_total / time from first to last speech"),
    marked(
        "characters recognised / time from first to last speech, "
        "pauses included; Goldman-Eisler 1968"
    ),
    marked(
        "words recognised / time from first to last speech, pauses included; Goldman-Eisler 1968"
    ),
    marked("the same without pauses of %(seconds)s s and more; Goldman-Eisler 1968"),
    marked("hesitations, and filler phrases before a pause or repeated (lexicons/fillers.toml)"),
    marked(
        "hesitations, and filler phrases before a pause or repeated (lexicons/fillers.toml), "
        "a minute of speech"
    ),
    marked("mean of the words', by duration; %(model)s"),
    marked("keywords said / keywords of the question (%(said)s of %(all)s); %(rule)s"),
    marked("looks with a face / all %(count)s looks"),
    marked("head within %(yaw)s degrees sideways and %(pitch)s up or down / looks with a face"),
    marked("|gaze_x| above %(limit)s / looks with open eyes"),
    marked("mean power where somebody speaks"),
    marked("share of speech samples at full scale"),
    marked("power with speech less power without, over power without (%(seconds)s s apart)"),
    marked("No face was found"),
    marked("%(count)s faces were found, so whose is meant is not known"),
    marked("The face's points cannot be aligned"),
    marked("First picture: %(problem)s"),
    marked("Second picture: %(problem)s"),
    marked("The face is %(width)s px wide, under %(least)s"),
    marked("The face is too dark"),
    marked("The face is too bright"),
    marked("The face is blurred"),
    marked("The face is turned away too far"),
    marked("The gesture %(challenge)s was not seen"),
    marked("The face was out of sight"),
    marked("A second face was in the picture"),
    marked("The face became another's"),
    marked("The face changes as a flat picture does, not as a head"),
    marked("The candidate cannot do enough of the gestures"),
    marked("The face moved at once and could not be confirmed"),
    marked("No passive spoof score: no model at hand has been measured to be reliable"),
    marked("The document's picture is blurred; its name is left empty"),
    marked("Glare covers %(share)s of the card"),
    marked("The picture is blurred (%(sharpness)s)"),
    marked("The card has no colours (%(colour)s)"),
    marked("A screen's pixels are seen on the card (%(grid)s)"),
    marked("A telephone or a screen is around the card (%(score)s)"),
    marked("No camera took the picture: %(share)s are of one colour"),
    marked("A program drew around the picture: %(share)s are bars"),
    marked("No usable face was found in the portrait"),
    marked("Mouth or eyes are covered"),
    marked("A telephone or a screen is seen round the face"),
    marked("A screen's pixels are seen on the face"),
    marked("Straight edges close round the face, as a screen's or a print's"),
    marked("Gestures were seen that nobody had asked for"),
    marked("The face was never seen well enough to compare"),
    marked("The field %(field)s was not found on the card"),
    marked(
        "The field %(field)s was read with confidence %(value)s, "
        "under the limit of %(limit)s, and is left empty"
    ),
    marked("The number's check character is wrong"),
    marked("The number's region does not exist"),
    marked("The number's county is not on the list of counties"),
    marked("The sex is neither 男 nor 女"),
    marked("The sex is none of F, M and X"),
    marked("The ethnicity is none of the 56"),
    marked("The number is not one of such a document"),
    marked("The nationality is not a code of three letters"),
    marked("The name is written in another way than on the invitation"),
    marked("the document has one side to read"),
    marked("The birth date in the number is not a date"),
    marked("The printed birth date is not the number's"),
    marked("The printed sex is not the number's"),
    marked("The printed birth date is no past day"),
    marked("The first day of validity is not a date"),
    marked("The card's validity has not begun"),
    marked("The last day of validity is not a date"),
    marked("The card was valid until %(day)s"),
    marked("Valid until %(day)s; the appointment is on %(on)s"),
    marked("The validity is not 5, 10 or 20 years"),
    marked("No face was found in the card's portrait"),
    marked("read from the camera and confirmed by the candidate"),
    marked("refused by the operator"),
    marked("the card that was shown before"),
    marked("%(seen)s of %(asked)s gestures seen in order"),
    marked(
        "%(seen)s of %(asked)s gestures seen in order; "
        "the face answered the screen's light (by chance %(chance)s)"
    ),
    marked(
        "%(seen)s of %(asked)s gestures seen in order; "
        "the face did not answer the screen's light (by chance %(chance)s)"
    ),
    marked(
        "%(seen)s of %(asked)s gestures seen in order; "
        "the face did not answer the screen's light, which is not judged at this kiosk yet "
        "(by chance %(chance)s)"
    ),
    marked("%(seen)s of %(asked)s gestures seen in order; the screen's light was not measured"),
    marked("The face does not answer the screen's light"),
    marked("the faces were not compared"),
    marked("The kiosk %(kiosk)s is not one that is trusted"),
    marked("The key in the manifest is not the kiosk's"),
    marked("The file has %(size)s bytes of the %(wanted)s it should have"),
    marked("%(size)s bytes follow the last entry"),
    marked("Entry %(number)s (%(name)s) is not what was signed"),
    marked("The stored bundle is not the one that was accepted"),
    marked("The journal does not end as the manifest says"),
    marked("There is no such session in the archive"),
    marked("Look at the list of sessions with `booth hq status`."),
    marked("There is no such page"),
    marked("Go back to the list of sessions."),
    marked("The page could not be made"),
    marked("Report this with the log."),
    marked("The session has no such part"),
    marked("The session has no such answer"),
    marked("Nothing was recorded of this answer"),
    marked("Open the session's dossier and follow a link there."),
    marked("The part holds no video that a browser can play"),
    marked("The part ends before the first picture"),
    marked("There is no picture at that time"),
    marked("The picture at that time cannot be decoded"),
    marked(
        "See in the dossier whether the part is complete; the bundle itself is kept as it came."
    ),
    marked("cosine similarity %(score)s, threshold %(threshold)s, sure from %(sure)s"),
    marked("cosine similarity %(score)s, threshold %(threshold)s"),
)
