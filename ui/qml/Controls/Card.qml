import QtQuick
import Theme

// A plain surface that things stand on.
Rectangle {
    color: Theme.surface
    radius: Theme.radius
    border.width: Theme.line
    border.color: Theme.outline
}
