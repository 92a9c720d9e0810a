<?php
// What a site beside wprest may have of its own: meta that shows in REST, and
// roles. The tests make the same meta known to wprest.

add_filter( 'comment_flood_filter', '__return_false' ); // tests are quick

add_action(
	'init',
	function () {
		register_post_meta( 'post', 'coast_depth', array( 'type' => 'integer', 'single' => true, 'show_in_rest' => true ) );
		register_post_meta( 'post', 'coast_names', array( 'type' => 'string', 'single' => false, 'show_in_rest' => true ) );
		register_post_meta(
			'post',
			'_coast_chart',
			array(
				'type'          => 'object',
				'single'        => true,
				'auth_callback' => '__return_true',
				'show_in_rest'  => array(
					'schema' => array(
						'type'       => 'object',
						'properties' => array(
							'sheet' => array( 'type' => 'string' ),
							'scale' => array( 'type' => 'integer' ),
						),
					),
				),
			)
		);
	}
);

add_action(
	'rest_api_init',
	function () {
		$permit = function () {
			return current_user_can( 'promote_users' );
		};
		register_rest_route(
			'coast/v1',
			'/roles/(?P<name>[a-z]+)',
			array(
				array(
					'methods'             => 'POST',
					'permission_callback' => $permit,
					'callback'            => function ( $request ) {
						remove_role( $request['name'] );
						$role = add_role( $request['name'], ucfirst( $request['name'] ), array_fill_keys( $request['caps'], true ) );
						return array( 'name' => $role->name );
					},
				),
				array(
					'methods'             => 'DELETE',
					'permission_callback' => $permit,
					'callback'            => function ( $request ) {
						remove_role( $request['name'] );
						return array( 'name' => $request['name'] );
					},
				),
			)
		);
	}
);
