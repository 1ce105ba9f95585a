pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Controls
import Theme
import ViewModels

// Always there while there is a choice; each language in its own words.
// Up to three lie side by side, more of them behind one button.
Rectangle {
    id: languages

    required property RowsModel choices
    property string chosenName: ""

    readonly property bool inline: all.count <= 3

    signal chosen(string language)

    visible: all.count > 1
    implicitWidth: row.implicitWidth + 2 * Theme.line
    implicitHeight: row.implicitHeight + 2 * Theme.line
    radius: Theme.radius
    color: "transparent"
    border.width: Theme.line
    border.color: Theme.control

    component Choice: BoothButton {
        implicitWidth: Math.max(Theme.dp(96), implicitContentWidth + leftPadding + rightPadding)
        leftPadding: Theme.dp(8)
        rightPadding: Theme.dp(8)
        quiet: !primary
    }

    Row {
        id: row

        anchors.centerIn: parent

        Repeater {
            id: all

            model: languages.choices

            Choice {
                required property string tag
                required property string ownName
                required property bool chosen

                objectName: "language_" + tag
                visible: languages.inline
                text: ownName
                primary: chosen
                onClicked: languages.chosen(tag)
            }
        }

        Choice {
            objectName: "languages"
            visible: !languages.inline
            text: "%1 ▾".arg(languages.chosenName)
            onClicked: list.open()
        }
    }

    T.Popup {
        id: list

        y: languages.height + Theme.dp(4)
        x: languages.width - width
        width: 2 * grid.cellWidth + 2 * padding
        height: Math.ceil(grid.count / 2) * grid.cellHeight + 2 * padding
        padding: Theme.dp(8)
        modal: true
        background: Card {}

        // two columns: as many as a pack may hold are seen at once
        GridView {
            id: grid

            anchors.fill: parent
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            cellWidth: Theme.dp(170)
            cellHeight: Theme.dp(54)
            model: languages.choices

            delegate: Choice {
                required property string tag
                required property string ownName
                required property bool chosen

                objectName: "listed_" + tag
                width: GridView.view.cellWidth
                text: ownName
                primary: chosen
                onClicked: {
                    list.close();
                    languages.chosen(tag);
                }
            }
        }
    }
}
