pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// What the machine could not pass: a person decides, with a reason that goes into the record.
Panel {
    id: panel

    required property DecisionViewModel vm
    property string step: panel.vm.step
    property string typedFor: panel.vm.step + panel.vm.document

    heading: panel.vm.waiting ? qsTr("Your decision: %1").arg(panel.vm.stepText) : qsTr("Decisions")
    border.color: panel.vm.waiting ? Theme.warn : Theme.outline
    border.width: panel.vm.waiting ? Theme.dp(2) : Theme.line

    function decide(accept: bool) {
        if (panel.vm.first)
            panel.vm.countersign(pin.text, accept, reason.text);
        else
            panel.vm.decide(accept, reason.text);
        pin.clear();
    }

    onStepChanged: {
        reason.clear();
        pin.clear();
    }

    Words {
        visible: !panel.vm.waiting
        text: qsTr("Nothing waits for you. When a step cannot be passed by the machine, it is shown here.")
        color: Theme.muted
        font.pixelSize: Theme.plain
        Layout.fillWidth: true
    }

    DocumentChoice {
        visible: !panel.vm.waiting && panel.vm.mayType
        vm: panel.vm
        Layout.fillWidth: true
    }

    Flickable {
        id: flick

        visible: panel.vm.waiting
        clip: true
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.fillHeight: true
        ScrollHint {
            target: flick
        }

        ColumnLayout {
            id: column

            width: flick.width - Theme.dp(8)
            spacing: Theme.dp(6)

            Repeater {
                model: panel.vm.problems

                Notice {
                    required text

                    tone: "warn"
                    dense: true
                    Layout.fillWidth: true
                }
            }

            Field {
                visible: panel.vm.document.length > 0
                label: qsTr("Document")
                value: panel.vm.documentText
                dense: true
                Layout.fillWidth: true
            }

            Repeater {
                model: panel.vm.fields

                ColumnLayout {
                    id: line

                    required property string key
                    required property string label
                    required property string value

                    spacing: Theme.dp(2)
                    Layout.fillWidth: true

                    Field {
                        label: line.label
                        value: line.value
                        dense: true
                        Layout.fillWidth: true
                    }

                    BoothInput {
                        id: typed

                        objectName: "decisionField_" + line.key
                        visible: panel.vm.correctable
                        dense: true
                        placeholderText: qsTr("As on the card, if different")
                        Layout.fillWidth: true
                        onTextEdited: panel.vm.correct(line.key, typed.text)
                    }

                    Connections {
                        target: panel
                        function onTypedForChanged() {
                            typed.clear();
                        }
                    }
                }
            }

            DocumentChoice {
                visible: panel.vm.mayType
                vm: panel.vm
                Layout.fillWidth: true
            }
        }
    }

    Words {
        visible: panel.vm.waiting && panel.vm.first.length > 0
        text: qsTr("%1 has confirmed. Now a second member of staff looks at the card and the person, and confirms with a PIN of their own.").arg(panel.vm.first)
        font.pixelSize: Theme.small
        lineHeight: 1
        Layout.fillWidth: true
    }

    BoothInput {
        id: pin

        objectName: "secondPin"
        visible: panel.vm.waiting && panel.vm.first.length > 0
        dense: true
        echoMode: TextInput.Password
        inputMethodHints: Qt.ImhDigitsOnly
        placeholderText: qsTr("PIN of the second person")
        Layout.fillWidth: true
    }

    BoothInput {
        id: reason

        objectName: "decisionReason"
        visible: panel.vm.waiting
        dense: true
        placeholderText: qsTr("Reason (needed to accept)")
        Layout.fillWidth: true
    }

    RowLayout {
        visible: panel.vm.waiting
        spacing: Theme.gapS
        Layout.fillWidth: true

        BoothButton {
            objectName: "decisionRefuse"
            text: qsTr("Refuse and end")
            dense: true
            danger: true
            leftPadding: Theme.dp(8)
            rightPadding: Theme.dp(8)
            Layout.fillWidth: true
            enabled: panel.vm.first.length === 0 || pin.text.length > 0
            onClicked: panel.decide(false)
        }

        BoothButton {
            objectName: "decisionAccept"
            text: qsTr("Accept and go on")
            dense: true
            primary: true
            leftPadding: Theme.dp(8)
            rightPadding: Theme.dp(8)
            enabled: reason.text.trim().length > 0 && (panel.vm.first.length === 0 || pin.text.length > 0)
            Layout.fillWidth: true
            onClicked: panel.decide(true)
        }
    }

    Item {
        visible: !panel.vm.waiting
        Layout.fillHeight: true
    }
}
