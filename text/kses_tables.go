package text

// postGlobals are the attributes of every tag of postTags.
const postGlobals = `
	aria-controls aria-current aria-describedby aria-details aria-expanded aria-hidden aria-label
	aria-labelledby aria-live class data-* dir hidden id lang role style tabindex title xml:lang`

// postTags lists the tags that contents and excerpts keep.
const postTags = `
address abbr acronym b bdo big br cite code dd dfn dl dt em fieldset i kbd mark rb rp rt rtc ruby:
s samp search small strike strong sub sup title tt u var wbr:
a: download href name rel rev target
area: alt coords href nohref shape target
article aside caption figure figcaption footer h1 h2 h3 h4 h5 h6: align
header hgroup legend main nav p span section summary: align
audio: autoplay controls loop muted preload src
video: autoplay controls height loop muted playsinline poster preload src width
track: default kind label src srclang
blockquote q: cite
ins: cite datetime
del time: datetime
button: aria-haspopup command commandfor disabled name popovertarget popovertargetaction type value
col colgroup: align char charoff span valign width
tbody tfoot thead: align char charoff valign
tr: align bgcolor char charoff valign
td th: abbr align axis bgcolor char charoff colspan headers height nowrap rowspan scope valign width
table: align bgcolor border cellpadding cellspacing rules summary width
data: value
label: for
map: name
menu: type
pre: width
details: align name open
dialog: autofocus closedby open popover
div: align popover
font: color face size
hr: align noshade size width
li: align value
img: align alt border height hspace loading longdesc src usemap vspace width
meter: high low max min optimum value
progress: max value
object: data type
textarea: cols disabled name readonly rows
ul: popover type
ol: reversed start type
math mtext mi mn mo mspace ms mrow mfrac msqrt: displaystyle mathbackground mathcolor mathsize scriptlevel
mroot mstyle merror mpadded mphantom msub msup: displaystyle mathbackground mathcolor mathsize scriptlevel
msubsup munder mover munderover mmultiscripts: displaystyle mathbackground mathcolor mathsize scriptlevel
mprescripts mtable mtr mtd semantics annotation: displaystyle mathbackground mathcolor mathsize scriptlevel
menclose: displaystyle mathbackground mathcolor mathsize scriptlevel notation
math: display
mi: mathvariant
mo: fence form largeop lspace maxsize minsize movablelimits rspace separator stretchy symmetric
mspace: depth height width
mfrac: linethickness
mpadded: depth height lspace voffset width
munder mover munderover: accent accentunder
mtable: align columnalign columnlines columnspacing frame framespacing rowalign rowlines rowspacing width
mtr: columnalign rowalign
mtd: columnalign columnspan rowalign rowspan
annotation: encoding`

// dataTags is the small list.
const dataTags = `
a: href title
abbr acronym: title
b cite code em i s strike strong:
blockquote q: cite
del: datetime`

// isURLAttr reports whether an attribute holds an address.
func isURLAttr(name string) bool {
	switch name {
	case "action", "archive", "background", "cite", "classid", "codebase", "data", "formaction", "href",
		"icon", "longdesc", "manifest", "poster", "profile", "src", "usemap", "xmlns":
		return true
	}
	return false
}

// isAllowedScheme reports whether addresses may have that scheme, in lower case.
func isAllowedScheme(scheme string) bool {
	switch scheme {
	case "http", "https", "ftp", "ftps", "mailto", "news", "irc", "irc6", "ircs", "gopher", "nntp", "feed",
		"telnet", "mms", "rtsp", "sms", "svn", "tel", "fax", "xmpp", "webcal", "urn":
		return true
	}
	return false
}
