package text

// isCSSProperty reports the properties that a style attribute may set. Case
// counts.
func isCSSProperty(name string) bool {
	switch name {
	case "background", "background-color", "background-image", "background-position", "background-repeat",
		"background-size", "background-attachment", "background-blend-mode",
		"border", "border-radius", "border-width", "border-color", "border-style", "border-spacing",
		"border-collapse",
		"border-top", "border-top-color", "border-top-style", "border-top-width",
		"border-right", "border-right-color", "border-right-style", "border-right-width",
		"border-bottom", "border-bottom-color", "border-bottom-style", "border-bottom-width",
		"border-left", "border-left-color", "border-left-style", "border-left-width",
		"border-top-left-radius", "border-top-right-radius",
		"border-bottom-left-radius", "border-bottom-right-radius",
		"caption-side",
		"columns", "column-count", "column-fill", "column-gap", "column-rule", "column-span", "column-width",
		"display", "color", "filter",
		"font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "font-size-adjust",
		"font-stretch",
		"letter-spacing", "line-height", "text-align", "text-decoration", "text-indent", "text-transform",
		"white-space", "word-spacing":
		return true
	case "height", "min-height", "max-height", "width", "min-width", "max-width",
		"margin", "margin-top", "margin-right", "margin-bottom", "margin-left",
		"margin-block-start", "margin-block-end", "margin-inline-start", "margin-inline-end",
		"padding", "padding-top", "padding-right", "padding-bottom", "padding-left",
		"padding-block-start", "padding-block-end", "padding-inline-start", "padding-inline-end",
		"flex", "flex-basis", "flex-direction", "flex-flow", "flex-grow", "flex-shrink", "flex-wrap",
		"gap", "row-gap",
		"grid-template-columns", "grid-template-rows", "grid-auto-columns", "grid-auto-rows",
		"grid-column", "grid-column-start", "grid-column-end", "grid-column-gap",
		"grid-row", "grid-row-start", "grid-row-end", "grid-row-gap", "grid-gap",
		"justify-content", "justify-items", "justify-self", "align-content", "align-items", "align-self",
		"clear", "cursor", "direction", "float", "list-style-type", "object-fit", "object-position",
		"opacity", "overflow", "vertical-align", "writing-mode",
		"position", "top", "right", "bottom", "left", "z-index", "box-shadow", "aspect-ratio",
		"container-type":
		return true
	case "fill", "fill-opacity", "fill-rule",
		"stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
		"stroke-miterlimit", "stroke-opacity", "stroke-width",
		"color-interpolation", "color-interpolation-filters", "paint-order", "stop-color", "stop-opacity",
		"flood-color", "flood-opacity", "lighting-color",
		"marker", "marker-end", "marker-mid", "marker-start",
		"clip-path", "clip-rule", "mask", "mask-type",
		"cx", "cy", "r", "rx", "ry", "x", "y", "d",
		"alignment-baseline", "baseline-shift", "dominant-baseline", "glyph-orientation-horizontal",
		"glyph-orientation-vertical", "text-anchor", "unicode-bidi",
		"color-rendering", "image-rendering", "shape-rendering", "text-rendering", "vector-effect",
		"transform", "transform-origin", "pointer-events", "visibility":
		return true
	}
	return false
}
