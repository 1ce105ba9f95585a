import QtQuick
import QtQuick.Shapes
import Theme

// Where the face belongs.
Shape {
    id: outline

    property bool done: false

    width: height * 0.74
    opacity: 0.85

    ShapePath {
        strokeColor: outline.done ? Theme.pictureGood : Theme.pictureInk
        strokeWidth: Theme.dp(3)
        fillColor: "transparent"

        PathAngleArc {
            centerX: outline.width / 2
            centerY: outline.height / 2
            radiusX: outline.width / 2
            radiusY: outline.height / 2
            sweepAngle: 360
        }
    }
}
