import QtQuick
import Controls
import Theme

// Always there; each language in its own words.
Rectangle {
    id: languages

    property string language: "zh"

    signal chosen(string language)

    implicitWidth: row.implicitWidth + 2 * Theme.line
    implicitHeight: row.implicitHeight + 2 * Theme.line
    radius: Theme.radius
    color: "transparent"
    border.width: Theme.line
    border.color: Theme.control

    component Choice: BoothButton {
        implicitWidth: Theme.dp(96)
        leftPadding: Theme.dp(8)
        rightPadding: Theme.dp(8)
        quiet: !primary
    }

    Row {
        id: row

        anchors.centerIn: parent

        Choice {
            objectName: "languageZh"
            text: "中文"
            primary: languages.language === "zh"
            onClicked: languages.chosen("zh")
        }

        Choice {
            objectName: "languageEn"
            text: "English"
            primary: languages.language === "en"
            onClicked: languages.chosen("en")
        }
    }
}
