import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Theme

// One item of consent: the whole line can be touched.
T.CheckBox {
    id: item

    property string title: ""
    property string detail: ""
    property string note: ""

    implicitWidth: Theme.dp(560)
    implicitHeight: Math.max(Theme.touch, words.implicitHeight + topPadding + bottomPadding)
    padding: Theme.dp(14)
    leftPadding: item.mirrored ? padding : Theme.dp(62)
    rightPadding: item.mirrored ? Theme.dp(62) : padding
    focusPolicy: Qt.StrongFocus
    Accessible.name: title
    Accessible.description: detail

    indicator: Rectangle {
        x: item.mirrored ? item.width - width - Theme.dp(18) : Theme.dp(18)
        y: Theme.dp(16)
        width: Theme.dp(28)
        height: width
        radius: Theme.dp(6)
        color: item.checked ? Theme.accent : Theme.surface
        border.width: Theme.dp(2)
        border.color: item.checked ? Theme.accent : Theme.control

        Mark {
            anchors.fill: parent
            visible: item.checked
            tone: "ok"
            ink: Theme.accent
            signInk: Theme.accentInk
        }
    }
    contentItem: ColumnLayout {
        id: words

        spacing: Theme.dp(2)

        RowLayout {
            spacing: Theme.gapM

            Words {
                text: item.title
                font.weight: Font.DemiBold
                Layout.fillWidth: true
            }

            Text {
                text: item.note
                color: Theme.muted
                font.pixelSize: Theme.caption
            }
        }

        Words {
            text: item.detail
            color: Theme.muted
            Layout.fillWidth: true
        }

        Item {
            Layout.fillHeight: true
        }
    }
    background: Card {
        border.color: item.visualFocus ? Theme.text : item.checked ? Theme.accent : Theme.outline
        border.width: item.visualFocus || item.checked ? Theme.dp(2) : Theme.line
    }
}
