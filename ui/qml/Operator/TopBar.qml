import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Which branch and kiosk, this window's language, close and lock.
Rectangle {
    id: bar

    required property OperatorViewModel vm
    property bool dismissable: false

    signal dismissed

    implicitHeight: Theme.dp(54)
    color: Theme.surface

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.gapM
        anchors.rightMargin: Theme.gapM
        spacing: Theme.gapS

        Text {
            text: bar.vm.branch
            color: Theme.text
            font.pixelSize: Theme.heading
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            Layout.maximumWidth: Math.ceil(implicitWidth)
            Layout.fillWidth: true
        }

        Text {
            text: bar.vm.kiosk
            color: Theme.muted
            font.pixelSize: Theme.plain
        }

        Item {
            Layout.fillWidth: true
        }

        BoothButton {
            objectName: "operatorLanguage"
            text: bar.vm.language === "zh" ? "English" : "中文"
            dense: true
            quiet: true
            onClicked: bar.vm.choose(bar.vm.language === "zh" ? "en" : "zh")
        }

        BoothButton {
            objectName: "dismissOperator"
            text: qsTr("Back to the candidate")
            dense: true
            visible: bar.dismissable
            onClicked: bar.dismissed()
        }

        BoothButton {
            objectName: "closeKiosk"
            text: qsTr("Close the program")
            dense: true
            quiet: true
            visible: !bar.vm.locked && !bar.vm.session.active
            onClicked: bar.vm.close()
        }

        BoothButton {
            objectName: "lockOperator"
            text: qsTr("Lock")
            dense: true
            visible: !bar.vm.locked
            onClicked: bar.vm.lock()
        }
    }
}
