import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Choose a language and begin.
CentredPage {
    id: page

    required property LanguageViewModel vm
    required property string language

    signal chosen(string language)

    title: qsTr("In which language shall we speak?")
    lead: qsTr("You can change it at any time, at the top right.")

    component Choice: BoothButton {
        implicitHeight: Theme.dp(112)
        font.pixelSize: Theme.title
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }

    RowLayout {
        spacing: Theme.gapL
        Layout.fillWidth: true
        Layout.topMargin: Theme.gapL

        Choice {
            objectName: "chooseZh"
            visible: page.vm.offersChinese
            text: "中文"
            primary: page.language === "zh"
            onClicked: page.chosen("zh")
        }

        Choice {
            objectName: "chooseEn"
            visible: page.vm.offersEnglish
            text: "English"
            primary: page.language === "en"
            onClicked: page.chosen("en")
        }
    }

    BoothButton {
        objectName: "continueButton"
        text: qsTr("Begin")
        primary: true
        Layout.preferredWidth: Theme.dp(260)
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.gapL
        onClicked: page.vm.goOn()
    }
}
