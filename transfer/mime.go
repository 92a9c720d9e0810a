package transfer

import (
	"path"
	"strings"
)

// mimeType returns the type that WordPress gives a file by its name, or "".
func mimeType(name string) string {
	return map[string]string{
		".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".jpe": "image/jpeg", ".gif": "image/gif", ".png": "image/png", ".bmp": "image/bmp",
		".tif": "image/tiff", ".tiff": "image/tiff", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon",
		".heic": "image/heic", ".heif": "image/heif", ".svg": "image/svg+xml",
		".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".qt": "video/quicktime", ".wmv": "video/x-ms-wmv", ".avi": "video/avi",
		".mpeg": "video/mpeg", ".mpg": "video/mpeg", ".mpe": "video/mpeg", ".ogv": "video/ogg", ".webm": "video/webm", ".mkv": "video/x-matroska",
		".3gp": "video/3gpp", ".flv": "video/x-flv",
		".mp3": "audio/mpeg", ".m4a": "audio/mpeg", ".m4b": "audio/mpeg", ".aac": "audio/aac", ".wav": "audio/wav", ".ogg": "audio/ogg",
		".oga": "audio/ogg", ".flac": "audio/flac", ".mid": "audio/midi", ".midi": "audio/midi", ".wma": "audio/x-ms-wma",
		".txt": "text/plain", ".csv": "text/csv", ".tsv": "text/tab-separated-values", ".ics": "text/calendar", ".rtx": "text/richtext",
		".css": "text/css", ".vtt": "text/vtt",
		".pdf": "application/pdf", ".rtf": "application/rtf", ".js": "application/javascript", ".zip": "application/zip", ".gz": "application/x-gzip",
		".tar": "application/x-tar", ".rar": "application/rar", ".7z": "application/x-7z-compressed",
		".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint",
		".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
		".odt":  "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
		".odp": "application/vnd.oasis.opendocument.presentation",
	}[strings.ToLower(path.Ext(name))]
}
