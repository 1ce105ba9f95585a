pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The code that was sent to the candidate's phone, on a pad or the keyboard.
Page {
    id: page

    required property PhoneCodeViewModel vm
    property string code: ""
    readonly property bool usable: !page.vm.waiting && page.vm.triesLeft > 0

    function press(key: string) {
        if (page.usable && page.code.length < page.vm.digits)
            page.code += key;
    }

    function enter() {
        const typed = page.code;
        page.code = "";
        if (typed.length > 0)
            page.vm.enter(typed);
    }

    title: qsTr("Please enter the code from your phone")
    lead: qsTr("It was sent as a text message to the number ending in %1.").arg(page.vm.phoneEnd)

    component PadKey: BoothButton {
        implicitWidth: Theme.dp(92)
        implicitHeight: Theme.dp(56)
        leftPadding: Theme.dp(8)
        rightPadding: Theme.dp(8)
        font.pixelSize: Theme.lead
        enabled: page.usable
    }

    FocusScope {
        anchors.fill: parent
        focus: true
        Component.onCompleted: forceActiveFocus()
        Keys.onPressed: event => {
            if (/^[0-9]$/.test(event.text))
                page.press(event.text);
            else if (event.key === Qt.Key_Backspace)
                page.code = page.code.slice(0, -1);
            else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                page.enter();
        }

        RowLayout {
            anchors.fill: parent
            spacing: Theme.gapXl

            ColumnLayout {
                spacing: Theme.gapM
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignTop

                // digits go from left to right everywhere
                Row {
                    spacing: Theme.dp(10)
                    Layout.alignment: Qt.AlignHCenter
                    LayoutMirroring.enabled: false

                    Repeater {
                        model: page.vm.digits

                        Rectangle {
                            id: cell

                            required property int index

                            width: Theme.dp(44)
                            height: Theme.dp(56)
                            radius: Theme.radius
                            color: Theme.surface
                            border.width: cell.index === page.code.length ? Theme.dp(2) : Theme.line
                            border.color: cell.index === page.code.length ? Theme.accent : Theme.control

                            Text {
                                anchors.centerIn: parent
                                text: page.code.charAt(cell.index)
                                color: Theme.text
                                font.pixelSize: Theme.title
                            }
                        }
                    }
                }

                GridLayout {
                    LayoutMirroring.enabled: false
                    columns: 3
                    rowSpacing: Theme.dp(8)
                    columnSpacing: Theme.dp(10)
                    Layout.alignment: Qt.AlignHCenter

                    Repeater {
                        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

                        PadKey {
                            required property string modelData

                            objectName: "code_" + modelData
                            text: modelData
                            onClicked: page.press(modelData)
                        }
                    }

                    PadKey {
                        objectName: "codeClear"
                        text: qsTr("Clear")
                        font.pixelSize: Theme.plain
                        quiet: true
                        onClicked: page.code = ""
                    }

                    PadKey {
                        objectName: "code_0"
                        text: "0"
                        onClicked: page.press("0")
                    }

                    PadKey {
                        objectName: "codeEnter"
                        text: qsTr("Confirm")
                        font.pixelSize: Theme.plain
                        primary: true
                        enabled: page.usable && page.code.length === page.vm.digits
                        onClicked: page.enter()
                    }
                }
            }

            ColumnLayout {
                spacing: Theme.gapM
                Layout.preferredWidth: Theme.dp(400)
                Layout.fillWidth: false
                Layout.fillHeight: true

                Notice {
                    visible: page.vm.problem.length > 0 && page.code.length === 0
                    tone: "warn"
                    text: page.vm.problem
                    Layout.fillWidth: true
                }

                Notice {
                    visible: page.vm.sent && page.vm.problem.length === 0
                    tone: "ok"
                    text: qsTr("A new code was sent. Only the new one can be used.")
                    Layout.fillWidth: true
                }

                Notice {
                    visible: page.vm.sending
                    tone: "wait"
                    text: qsTr("A new code is being sent…")
                    Layout.fillWidth: true
                }

                Words {
                    visible: page.usable
                    text: qsTr("Tries left: %1. After that a member of staff helps.").arg(page.vm.triesLeft)
                    color: Theme.muted
                    Layout.fillWidth: true
                }

                Notice {
                    visible: page.vm.waiting
                    tone: "wait"
                    text: qsTr("A member of staff is with you in a moment. The interview's time has not begun.")
                    Layout.fillWidth: true
                }

                Item {
                    Layout.fillHeight: true
                }
            }
        }
    }

    actions: [
        Item {
            Layout.fillWidth: true
        },
        BoothButton {
            objectName: "codeLacking"
            text: qsTr("I do not have a code")
            visible: !page.vm.waiting
            onClicked: page.vm.lack()
        },
        BoothButton {
            objectName: "codeAsk"
            text: qsTr("Send a new code")
            enabled: page.vm.mayAsk
            onClicked: page.vm.ask()
        }
    ]
}
