// What wpapi, a client that knows only WordPress, does with a wprest server.

import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';
import { format } from 'node:util';
import WPAPI from 'wpapi';

import { startServer } from './server.js';

const limit = { timeout: 30_000 }; // for each test, should the server not answer

let server; // under test
let anonymous; // a client without credentials
let admin; // one with the application password of admin

// WPAPI.discover only warns when it cannot read the index, and goes on with
// routes that it knows by itself: a warning is a failure here.
async function discover() {
	const complaints = ['error', 'warn'].map((method) => mock.method(console, method, () => {}));
	try {
		return await WPAPI.discover(server.base);
	} finally {
		const calls = complaints.flatMap((complaint) => complaint.mock.calls);
		mock.restoreAll();
		assert.deepEqual(calls.map((call) => format(...call.arguments)), []);
	}
}

async function refused(request, status, code) {
	let answer;
	try {
		answer = await request;
	} catch (error) {
		assert.equal(error.code, code, error.stack ?? JSON.stringify(error));
		assert.equal(error.data.status, status);
		assert.equal(typeof error.message, 'string');
		assert.notEqual(error.message, '');
		return error;
	}
	return assert.fail(`want ${status} ${code}, got ${JSON.stringify(answer)}`);
}

const ids = (items) => items.map((item) => item.id);

before(async () => {
	server = await startServer();
	anonymous = await discover();
	admin = (await discover()).auth({ username: 'admin', password: server.password });
});

after(() => server?.stop());

test('the site is discovered from its root', limit, async () => {
	const headers = await WPAPI.site(server.base).root().headers();
	assert.match(headers.link, /<[^>]+>; rel="https:\/\/api\.w\.org\/"/);

	const index = await anonymous.root().get();
	assert.equal(typeof index.name, 'string');
	assert.equal(index.url, server.base);
	assert.ok(index.namespaces.includes('wp/v2'), String(index.namespaces));
	for (const resource of ['posts', 'pages', 'categories', 'tags', 'comments', 'users', 'types', 'taxonomies', 'statuses']) {
		assert.equal(typeof anonymous[resource], 'function', `no route for ${resource}`);
	}
	assert.ok(anonymous.posts().toString().startsWith(`${server.base}/`), anonymous.posts().toString());
});

test('the password belongs to admin', limit, async () => {
	const me = await admin.users().me().context('edit').get();
	assert.equal(me.username, 'admin');
	assert.ok(me.roles.includes('administrator'), String(me.roles));
	await refused(anonymous.users().me().get(), 401, 'rest_not_logged_in');
});

test('posts are listed', limit, async () => {
	const created = await admin.posts().create({ title: 'Listed', content: 'Seen by everyone.', status: 'publish' });
	const posts = await anonymous.posts().get();
	assert.ok(Array.isArray(posts));
	assert.ok(posts._paging.total >= posts.length);
	assert.ok(ids(posts).includes(created.id));
	for (const post of posts) {
		assert.equal(post.status, 'publish');
		assert.equal(post.type, 'post');
		assert.equal(typeof post.title.rendered, 'string');
		assert.equal('raw' in post.title, false, 'raw text shown to everyone');
	}
	const [found] = await anonymous.posts().slug('listed').get();
	assert.equal(found.id, created.id);
	assert.equal(found.content.rendered.trim(), '<p>Seen by everyone.</p>');
});

test('a collection is paged through', limit, async () => {
	const shelf = await admin.categories().create({ name: 'Shelf' });
	const written = [];
	for (const day of [1, 2, 3, 4, 5]) {
		const post = await admin.posts().create({
			title: `Day ${day}`, date: `2024-05-0${day}T10:00:00`, status: 'publish', categories: [shelf.id],
		});
		written.unshift(post.id); // the newest comes first
	}

	const seen = [];
	let page = await anonymous.posts().categories(shelf.id).perPage(2).get();
	assert.equal(page._paging.total, 5);
	assert.equal(page._paging.totalPages, 3);
	assert.equal(page._paging.prev, undefined);
	for (;;) {
		seen.push(ids(page));
		if (!page._paging.next) {
			break;
		}
		assert.ok(seen.length < 3, 'there is no end of pages');
		page = await page._paging.next.get();
	}
	assert.deepEqual(seen, [written.slice(0, 2), written.slice(2, 4), written.slice(4)]);

	const before = await page._paging.prev.get();
	assert.deepEqual(ids(before), written.slice(2, 4));
	const headers = await anonymous.posts().categories(shelf.id).perPage(2).headers();
	assert.equal(headers['x-wp-total'], '5');
	await refused(anonymous.posts().categories(shelf.id).perPage(2).page(4).get(), 400, 'rest_post_invalid_page_number');
});

test('author and terms are embedded', limit, async () => {
	const tag = await admin.tags().create({ name: 'Tide' });
	const { id } = await admin.posts().create({ title: 'Embedded', status: 'publish', tags: [tag.id] });

	const post = await anonymous.posts().id(id).embed().get();
	assert.equal(post._embedded.author.length, 1);
	assert.equal(post._embedded.author[0].id, post.author);
	assert.equal(typeof post._embedded.author[0].name, 'string');
	const [categories, tags] = post._embedded['wp:term'];
	assert.deepEqual(ids(categories), post.categories);
	assert.equal(categories[0].taxonomy, 'category');
	assert.deepEqual(tags.map(({ id, name, slug, taxonomy }) => ({ id, name, slug, taxonomy })),
		[{ id: tag.id, name: 'Tide', slug: 'tide', taxonomy: 'post_tag' }]);

	const plain = await anonymous.posts().id(id).get();
	assert.equal('_embedded' in plain, false);
});

test('a post is created, updated, trashed and deleted', limit, async () => {
	const draft = await admin.posts().create({ title: 'First "words"', content: 'One.', excerpt: 'Short.' });
	assert.equal(draft.status, 'draft');
	assert.equal(draft.title.raw, 'First "words"');
	const post = anonymous.posts().id(draft.id);
	await refused(post.get(), 401, 'rest_forbidden');

	const updated = await admin.posts().id(draft.id).update({ title: 'Second words', status: 'publish' });
	assert.equal(updated.id, draft.id);
	assert.equal(updated.title.raw, 'Second words');
	assert.equal(updated.content.raw, 'One.');
	assert.equal(updated.slug, 'second-words');
	assert.equal((await post.get()).title.rendered, 'Second words');

	const trashed = await admin.posts().id(draft.id).delete();
	assert.equal(trashed.status, 'trash');
	await refused(post.get(), 401, 'rest_forbidden');
	await refused(admin.posts().id(draft.id).delete(), 410, 'rest_already_trashed');

	const gone = await admin.posts().id(draft.id).delete({ force: true });
	assert.equal(gone.deleted, true);
	assert.equal(gone.previous.id, draft.id);
	await refused(admin.posts().id(draft.id).get(), 404, 'rest_post_invalid_id');
});

test('what is not allowed or not valid is refused', limit, async () => {
	await refused(anonymous.posts().create({ title: 'Nobody wrote this', status: 'publish' }), 401, 'rest_cannot_create');
	const invalid = await refused(anonymous.posts().perPage(1000).get(), 400, 'rest_invalid_param');
	assert.deepEqual(Object.keys(invalid.data.params), ['per_page']);
});
