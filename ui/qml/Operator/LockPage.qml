pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The PIN pad.
FocusScope {
    id: page

    required property OperatorViewModel vm
    property string pin: ""

    function press(key: string) {
        if (page.pin.length < 12)
            page.pin += key;
    }

    function enter() {
        const typed = page.pin;
        page.pin = "";
        if (typed.length > 0)
            page.vm.enterPin(typed);
    }

    focus: true
    Component.onCompleted: page.forceActiveFocus()
    Keys.onPressed: event => {
        if (/^[0-9]$/.test(event.text))
            page.press(event.text);
        else if (event.key === Qt.Key_Backspace)
            page.pin = page.pin.slice(0, -1);
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            page.enter();
    }

    component PinKey: BoothButton {
        implicitWidth: Theme.dp(92)
        implicitHeight: Theme.dp(60)
        leftPadding: Theme.dp(8)
        rightPadding: Theme.dp(8)
        font.pixelSize: Theme.lead
    }

    ColumnLayout {
        anchors.centerIn: parent
        spacing: Theme.dp(12)

        Text {
            text: qsTr("Enter your PIN")
            color: Theme.text
            font.pixelSize: Theme.lead
            font.weight: Font.DemiBold
            Layout.alignment: Qt.AlignHCenter
        }

        Row {
            spacing: Theme.dp(10)
            Layout.alignment: Qt.AlignHCenter
            Layout.preferredHeight: Theme.dp(24)

            Repeater {
                model: Math.max(6, page.pin.length)

                Rectangle {
                    required property int index

                    width: Theme.dp(16)
                    height: width
                    radius: width / 2
                    color: index < page.pin.length ? Theme.accent : "transparent"
                    border.width: Theme.dp(2)
                    border.color: index < page.pin.length ? Theme.accent : Theme.control
                }
            }
        }

        Text {
            text: page.vm.pinWrong && page.pin.length === 0 ? qsTr("That PIN is not right. Please try again.") : ""
            color: Theme.bad
            font.pixelSize: Theme.plain
            Layout.alignment: Qt.AlignHCenter
            Layout.preferredHeight: Theme.dp(22)
        }

        GridLayout {
            columns: 3
            rowSpacing: Theme.dp(10)
            columnSpacing: Theme.dp(10)
            Layout.alignment: Qt.AlignHCenter

            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

                PinKey {
                    required property string modelData

                    objectName: "pin_" + modelData
                    text: modelData
                    onClicked: page.press(modelData)
                }
            }

            PinKey {
                objectName: "pinClear"
                text: qsTr("Clear")
                font.pixelSize: Theme.plain
                quiet: true
                onClicked: page.pin = ""
            }

            PinKey {
                objectName: "pin_0"
                text: "0"
                onClicked: page.press("0")
            }

            PinKey {
                objectName: "pinEnter"
                text: qsTr("Unlock")
                font.pixelSize: Theme.plain
                primary: true
                enabled: page.pin.length > 0
                onClicked: page.enter()
            }
        }
    }
}
