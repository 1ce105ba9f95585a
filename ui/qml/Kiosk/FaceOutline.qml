import QtQuick
import Theme

// Where the face belongs.
Rectangle {
    id: outline

    property bool done: false

    width: height * 0.74
    radius: width / 2
    color: "transparent"
    border.width: Theme.dp(3)
    border.color: outline.done ? "#7FE0B0" : Theme.onPicture
    opacity: 0.85
}
