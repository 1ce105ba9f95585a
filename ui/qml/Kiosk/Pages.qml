pragma ComponentBehavior: Bound
import QtQuick
import ViewModels

// The screen that the kiosk named, and no other.
Item {
    id: pages

    required property CandidateViewModel vm
    readonly property var pageOf: ({
            welcome: welcome,
            language: languages,
            check_in: checkIn,
            phone_code: phoneCode,
            consent: consent,
            card: card,
            face: face,
            liveness: liveness,
            room: room,
            briefing: briefing,
            question: question,
            saved: saved,
            reply: reply,
            sealing: sealing,
            receipt: receipt,
            paused: paused,
            welcome_back: welcomeBack,
            closed: closed
        })

    Loader {
        objectName: "page"
        anchors.fill: parent
        sourceComponent: pages.pageOf[pages.vm.kind] ?? pages.pageOf.welcome
    }

    Component {
        id: welcome

        WelcomePage {
            vm: pages.vm.welcome
        }
    }

    Component {
        id: languages

        LanguagePage {
            vm: pages.vm.languages
            choices: pages.vm.choices
            onChosen: language => pages.vm.choose(language)
        }
    }

    Component {
        id: checkIn

        CheckInPage {
            vm: pages.vm.checkIn
            preview: pages.vm.preview
        }
    }

    Component {
        id: phoneCode

        PhoneCodePage {
            vm: pages.vm.phoneCode
        }
    }

    Component {
        id: consent

        ConsentPage {
            vm: pages.vm.consent
        }
    }

    Component {
        id: card

        CardPage {
            vm: pages.vm.card
            preview: pages.vm.preview
        }
    }

    Component {
        id: face

        FacePage {
            vm: pages.vm.face
            preview: pages.vm.preview
        }
    }

    Component {
        id: liveness

        LivenessPage {
            vm: pages.vm.liveness
            preview: pages.vm.preview
        }
    }

    Component {
        id: room

        RoomPage {
            vm: pages.vm.room
            preview: pages.vm.preview
        }
    }

    Component {
        id: briefing

        BriefingPage {
            vm: pages.vm.briefing
        }
    }

    Component {
        id: question

        QuestionPage {
            vm: pages.vm.question
            preview: pages.vm.preview
        }
    }

    Component {
        id: saved

        SavedPage {
            vm: pages.vm.saved
        }
    }

    Component {
        id: reply

        ReplyPage {
            vm: pages.vm.reply
        }
    }

    Component {
        id: sealing

        SealingPage {
            vm: pages.vm.sealing
        }
    }

    Component {
        id: receipt

        ReceiptPage {
            vm: pages.vm.receipt
        }
    }

    Component {
        id: paused

        PausedPage {
            vm: pages.vm.paused
        }
    }

    Component {
        id: welcomeBack

        WelcomeBackPage {
            vm: pages.vm.welcomeBack
        }
    }

    Component {
        id: closed

        ClosedPage {
            vm: pages.vm.closed
        }
    }
}
