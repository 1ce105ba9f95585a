import QtQuick
import Controls
import Theme

// Always there; each language in its own words.
Row {
    id: languages

    property string language: "zh"

    signal chosen(string language)

    spacing: Theme.dp(4)

    BoothButton {
        objectName: "languageZh"
        text: "中文"
        primary: languages.language === "zh"
        quiet: !primary
        implicitWidth: Theme.dp(88)
        leftPadding: Theme.dp(8)
        rightPadding: Theme.dp(8)
        onClicked: languages.chosen("zh")
    }

    BoothButton {
        objectName: "languageEn"
        text: "English"
        primary: languages.language === "en"
        quiet: !primary
        implicitWidth: Theme.dp(88)
        leftPadding: Theme.dp(8)
        rightPadding: Theme.dp(8)
        onClicked: languages.chosen("en")
    }
}
