pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The end: a code to take along, and what happens next.
Page {
    id: page

    required property ReceiptViewModel vm
    readonly property list<string> next: [page.vm.atHq ? qsTr("Headquarters has received your interview and confirmed it.") : qsTr("Your interview is sealed and kept safe here. It is sent to headquarters as soon as there is a connection, and you will receive the code."), qsTr("People review it there. No machine decides about you."), qsTr("The bank tells you the result. Keep the code: it names your interview if you have a question.")]

    title: qsTr("Thank you, you have finished")

    RowLayout {
        anchors.fill: parent
        spacing: Theme.gapXl

        Card {
            Layout.preferredWidth: Theme.dp(420)
            Layout.fillHeight: true

            ColumnLayout {
                anchors.fill: parent
                anchors.margins: Theme.gapM
                spacing: Theme.gapS

                Item {
                    visible: !page.vm.qr
                    Layout.fillHeight: true
                }

                Words {
                    text: qsTr("Your receipt")
                    color: Theme.muted
                    horizontalAlignment: Text.AlignHCenter
                    Layout.fillWidth: true
                }

                Words {
                    objectName: "receiptCode"
                    text: page.vm.code || qsTr("The code follows")
                    font.pixelSize: page.vm.code ? Theme.dp(34) : Theme.lead
                    font.weight: Font.DemiBold
                    font.letterSpacing: page.vm.code ? Theme.dp(3) : 0
                    horizontalAlignment: Text.AlignHCenter
                    Layout.fillWidth: true
                }

                Rectangle {
                    visible: page.vm.qr.length > 0
                    color: "#FFFFFF"
                    radius: Theme.radius
                    Layout.fillHeight: true
                    Layout.preferredWidth: height
                    Layout.alignment: Qt.AlignHCenter

                    Image {
                        anchors.fill: parent
                        source: page.vm.qr
                        sourceSize: Qt.size(width, height)
                        fillMode: Image.PreserveAspectFit
                    }
                }

                Item {
                    visible: !page.vm.qr
                    Layout.fillHeight: true
                }

                Words {
                    visible: page.vm.qr.length > 0
                    text: qsTr("Photograph the code to take it along: with it anyone can check at headquarters that everything arrived.")
                    color: Theme.muted
                    font.pixelSize: Theme.caption
                    horizontalAlignment: Text.AlignHCenter
                    Layout.fillWidth: true
                }
            }
        }

        ColumnLayout {
            spacing: Theme.gapM
            Layout.fillWidth: true
            Layout.fillHeight: true

            Notice {
                tone: page.vm.atHq ? "ok" : "wait"
                text: page.vm.atHq ? qsTr("Arrived at headquarters") : qsTr("Waiting for headquarters")
                Layout.fillWidth: true
            }

            Words {
                text: qsTr("What happens next")
                font.pixelSize: Theme.lead
                font.weight: Font.DemiBold
                Layout.fillWidth: true
                Layout.topMargin: Theme.gapS
            }

            Repeater {
                model: page.next

                RowLayout {
                    id: line

                    required property int index
                    required property string modelData

                    spacing: Theme.dp(12)

                    Words {
                        text: (line.index + 1) + "."
                        color: Theme.accent
                        font.weight: Font.DemiBold
                        Layout.alignment: Qt.AlignTop
                    }

                    Words {
                        text: line.modelData
                        Layout.fillWidth: true
                    }
                }
            }

            Item {
                Layout.fillHeight: true
            }

            Words {
                visible: page.vm.digest.length > 0
                text: qsTr("Fingerprint of the sealed interview: %1").arg(page.vm.digest)
                color: Theme.muted
                font.pixelSize: Theme.small
                Layout.fillWidth: true
            }
        }
    }

    actions: [
        Words {
            text: qsTr("You may leave now. Please do not forget your ID card.")
            color: Theme.muted
            Layout.fillWidth: true
        },
        Words {
            visible: page.vm.printing !== ""
            text: page.vm.printing === "taken" ? qsTr("It is being printed.") : qsTr("The printer did not take it.")
            color: page.vm.printing === "taken" ? Theme.muted : Theme.warn
        },
        BoothButton {
            objectName: "printReceipt"
            visible: page.vm.canPrint
            text: qsTr("Print the receipt")
            onClicked: page.vm.printOut()
        },
        BoothButton {
            objectName: "continueButton"
            text: qsTr("Finish")
            primary: true
            onClicked: page.vm.finish()
        }
    ]
}
