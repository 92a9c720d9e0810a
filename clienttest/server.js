// Builds and runs the wprest server, and the example with tables of its own.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
const startTime = 30_000; // for the server to say where it listens
const stopTime = 5_000; // for it to end when asked to

/**
 * Starts a server with a new, empty data folder on a free port. WPREST_BIN in
 * the environment is a server that is built already.
 *
 * Returns the address, the application password of the user admin, and stop.
 */
export function startServer() {
	return start('./cmd/wprest', process.env.WPREST_BIN, (folder) => ['serve', '--addr', '127.0.0.1:0', '--data', path.join(folder, 'data')]);
}

/** Starts examples/legacy-table on a free port; the password is that of the user heike. */
export function startLegacyTable() {
	return start('./examples/legacy-table', undefined, () => ['-addr', '127.0.0.1:0']);
}

async function start(program, built, args) {
	const folder = mkdtempSync(path.join(tmpdir(), 'wprest-clienttest-'));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	let child;
	try {
		child = spawn(built ?? build(folder, program), args(folder), { stdio: ['ignore', 'pipe', 'pipe'] });
		const started = await announcement(child);
		return { ...started, stop: () => stop(child).finally(remove) };
	} catch (error) {
		child?.kill('SIGKILL');
		remove();
		throw error;
	}
}

function build(folder, program) {
	const binary = path.join(folder, path.basename(program));
	execFileSync('go', ['build', '-o', binary, program], { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] });
	return binary;
}

/** Waits until the server has said where it listens and what the password is. */
function announcement(child) {
	let output = '';
	return new Promise((resolve, reject) => {
		const fail = (why) => reject(new Error(`the server ${why}; its output:\n${output}`));
		const timer = setTimeout(() => fail(`did not start within ${startTime} ms`), startTime);
		const read = (text) => {
			output += text;
			const base = output.match(/listening on (http:\/\/\S+)\s/);
			const password = output.match(/application password for \w+: (.+)\n/);
			if (base && password) {
				clearTimeout(timer);
				resolve({ base: base[1].replace(/\/$/, ''), password: password[1].trim() });
			}
		};
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', read);
		}
		child.once('error', (error) => {
			clearTimeout(timer);
			fail(`could not be run: ${error.message}`);
		});
		child.once('close', (code, signal) => {
			clearTimeout(timer);
			fail(`ended (${signal ?? code})`);
		});
	});
}

/** Ends the server: first politely, then not, and then loudly. */
async function stop(child) {
	if (child.exitCode !== null || child.signalCode !== null) {
		throw new Error(`the server had ended by itself (${child.signalCode ?? child.exitCode})`);
	}
	const ended = once(child, 'exit');
	let killed = false;
	const timer = setTimeout(() => {
		killed = true;
		child.kill('SIGKILL');
	}, stopTime);
	child.kill('SIGTERM');
	await ended;
	clearTimeout(timer);
	if (killed) {
		throw new Error(`the server did not end within ${stopTime} ms of SIGTERM`);
	}
}
