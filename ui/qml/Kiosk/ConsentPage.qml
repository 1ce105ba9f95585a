pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Itemised consent: nothing is ticked beforehand, and what is optional says so.
Page {
    id: page

    required property ConsentViewModel vm

    title: qsTr("Your consent")
    lead: page.vm.candidateName ? qsTr("%1 · %2").arg(page.vm.candidateName).arg(page.vm.position) : ""

    Flickable {
        id: flick

        anchors.fill: parent
        contentHeight: items.implicitHeight
        clip: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        ScrollHint {
            target: flick
        }

        GridLayout {
            id: items

            width: flick.width
            columns: 2
            columnSpacing: Theme.gapM
            rowSpacing: Theme.gapM

            Repeater {
                model: page.vm.items

                ConsentItem {
                    id: item

                    required property string key
                    required property bool required
                    required property bool given
                    required title
                    required detail

                    objectName: "consent_" + item.key
                    note: item.required ? qsTr("Required") : qsTr("Optional")
                    checked: item.given
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                    onToggled: page.vm.tick(item.key, item.checked)
                }
            }
        }
    }

    actions: [
        BoothButton {
            objectName: "consentDecline"
            text: qsTr("I do not agree")
            onClicked: page.vm.decline()
        },
        Words {
            text: page.vm.complete ? qsTr("You may take back your consent at any time.") : qsTr("Tick the required items to go on. Nothing is recorded until then.")
            color: Theme.muted
            font.pixelSize: Theme.caption
            horizontalAlignment: Text.AlignRight
            Layout.fillWidth: true
        },
        BoothButton {
            objectName: "consentAgree"
            text: qsTr("I agree to the ticked items")
            primary: true
            enabled: page.vm.complete
            onClicked: page.vm.agree()
        }
    ]
}
