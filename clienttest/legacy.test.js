// What wpapi does with data that no WordPress ever saw: examples/legacy-table.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import WPAPI from 'wpapi';

import { startLegacyTable } from './server.js';

const limit = { timeout: 60_000 }; // for each test, should the server not answer

let server; // under test
let anonymous; // a client without credentials
let heike; // one with an application password

before(async () => {
	server = await startLegacyTable();
	anonymous = await WPAPI.discover(server.base);
	heike = (await WPAPI.discover(server.base)).auth({ username: 'heike', password: server.password });
});

after(() => server?.stop());

test('news are posts', limit, async () => {
	const page = await anonymous.posts().perPage(5).embed().get();
	assert.equal(page.length, 5);
	assert.ok(page._paging.total > 10_000, String(page._paging.total));
	for (const post of page) {
		assert.equal(post.type, 'post');
		assert.match(post.date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
		assert.equal(post._embedded.author.length, 1);
	}
	const next = await page._paging.next.get();
	assert.ok(next[0].date <= page[4].date);
});

test('topics are categories', limit, async () => {
	const [topic] = await anonymous.categories().orderby('count').order('desc').perPage(1).get();
	const posts = await anonymous.posts().categories(topic.id).perPage(3).get();
	assert.equal(posts._paging.total, topic.count);
	for (const post of posts) {
		assert.ok(post.categories.includes(topic.id));
	}
});

test('news are written, binned and deleted', limit, async () => {
	const made = await heike.posts().create({ title: 'Flut am Deich', content: 'Das Wasser steigt.', status: 'publish', date: '2024-03-05T06:07:00' });
	assert.equal(made.date, '2024-03-05T06:07:00');
	const changed = await heike.posts().id(made.id).update({ content: 'Das Wasser f\u00e4llt.' });
	assert.equal(changed.content.raw, 'Das Wasser f\u00e4llt.');
	assert.equal((await anonymous.posts().id(made.id).get()).slug, made.slug);
	assert.equal((await heike.posts().id(made.id).delete()).status, 'trash');
	const gone = await heike.posts().id(made.id).delete({ force: true });
	assert.equal(gone.deleted, true);
	await assert.rejects(anonymous.posts().id(made.id).get(), { code: 'rest_post_invalid_id' });
});

test('products are a type of their own', limit, async () => {
	const [product] = await anonymous.produkte().perPage(1).get();
	assert.equal(product.type, 'produkt');
	const made = await heike.produkte().create({ title: 'Tau', status: 'publish', meta: { preis: 12.5 } });
	assert.equal(made.meta.preis, 12.5);
	await heike.produkte().id(made.id).delete({ force: true });
});

test('the archive is for reading', limit, async () => {
	const pages = await anonymous.archiv().perPage(2).get();
	assert.equal(pages.length, 2);
	await assert.rejects(heike.archiv().create({ title: 'New' }), { code: 'rest_no_route' });
});

test('pictures are media', limit, async () => {
	const [picture] = await anonymous.media().perPage(1).get();
	assert.equal(picture.media_type, 'image');
	const file = await fetch(picture.source_url);
	assert.equal(file.headers.get('content-type'), 'image/png');
});
