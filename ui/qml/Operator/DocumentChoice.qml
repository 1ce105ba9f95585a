pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The operator types a document, and does not wait for the camera.
ColumnLayout {
    id: choice

    required property DecisionViewModel vm

    spacing: Theme.dp(6)

    Words {
        text: choice.vm.typesBack ? qsTr("Type the other side instead of waiting:") : qsTr("Type another document:")
        color: Theme.muted
        font.pixelSize: Theme.small
        Layout.fillWidth: true
    }

    Repeater {
        model: choice.vm.documents

        BoothButton {
            id: button

            required property string code
            required text

            objectName: "typeDocument_" + button.code
            dense: true
            font.pixelSize: Theme.small
            Layout.fillWidth: true
            onClicked: choice.vm.typeDocument(button.code)
        }
    }
}
