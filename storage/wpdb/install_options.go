package wpdb

import "strings"

// installed are the options of a new site whose values do not depend on it, as
// "name=value".
const installed = `users_can_register=0
start_of_week=1
use_balanceTags=0
use_smilies=1
require_name_email=1
comments_notify=1
posts_per_rss=10
rss_use_excerpt=0
mailserver_url=mail.example.com
mailserver_login=login@example.com
mailserver_pass=
mailserver_port=110
default_category=1
default_comment_status=open
default_ping_status=open
default_pingback_flag=1
posts_per_page=10
date_format=F j, Y
time_format=g:i a
links_updated_date_format=F j, Y g:i a
comment_moderation=0
moderation_notify=1
permalink_structure=/%year%/%monthnum%/%day%/%postname%/
hack_file=0
blog_charset=UTF-8
active_plugins=a:0:{}
category_base=
ping_sites=https://rpc.pingomatic.com/
comment_max_links=2
gmt_offset=0
default_email_category=1
comment_registration=0
html_type=text/html
use_trackback=0
default_role=subscriber
db_version=61833
initial_db_version=61833
uploads_use_yearmonth_folders=1
upload_path=
blog_public=1
default_link_category=2
show_on_front=posts
tag_base=
show_avatars=1
avatar_rating=G
upload_url_path=
thumbnail_size_w=150
thumbnail_size_h=150
thumbnail_crop=1
medium_size_w=300
medium_size_h=300
avatar_default=mystery
large_size_w=1024
large_size_h=1024
image_default_link_type=none
image_default_size=
image_default_align=
close_comments_for_old_posts=0
close_comments_days_old=14
thread_comments=1
thread_comments_depth=5
page_comments=0
comments_per_page=50
default_comments_page=newest
comment_order=asc
sticky_posts=a:0:{}
widget_categories=a:0:{}
widget_text=a:0:{}
widget_rss=a:0:{}
page_for_posts=0
page_on_front=0
default_post_format=0
link_manager_enabled=0
finished_splitting_shared_terms=1
site_icon=0
medium_large_size_w=768
medium_large_size_h=0
wp_page_for_privacy_policy=0
show_comments_cookies_opt_in=1
comment_previously_approved=1
auto_update_core_dev=enabled
auto_update_core_minor=enabled
auto_update_core_major=enabled
wp_force_deactivated_plugins=a:0:{}
wp_attachment_pages_enabled=0
wp_notes_notify=1
sidebars_widgets=a:2:{s:19:"wp_inactive_widgets";a:0:{}s:13:"array_version";i:3;}`

// installedApart are those that are not autoloaded.
const installedApart = `moderation_keys=
recently_edited=
uninstall_plugins=a:0:{}
disallowed_keys=
auto_plugin_theme_update_emails=a:0:{}
user_count=1`

// installedWidgets are the kinds of widgets of which there is none yet.
const installedWidgets = "block pages calendar archives media_audio media_image media_gallery media_video meta search recent-posts recent-comments tag_cloud nav_menu custom_html"

// defaultOptions returns the rows of these options.
func defaultOptions() (rows []optionRow) {
	add := func(list, autoload string) {
		for line := range strings.Lines(list) {
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			rows = append(rows, optionRow{OptionName: name, OptionValue: value, Autoload: autoload})
		}
	}
	add(installed, "on")
	add(installedApart, "off")
	for _, kind := range strings.Fields(installedWidgets) {
		rows = append(rows, optionRow{OptionName: "widget_" + kind, OptionValue: `a:1:{s:12:"_multiwidget";i:1;}`, Autoload: "auto"})
	}
	return rows
}
