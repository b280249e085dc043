import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from './problem.js';

/** What to run beside us, as whom, and where its output goes. */
export interface Command {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly log: string;
  /** Keeps what the log already says; otherwise it begins anew. */
  readonly append?: boolean;
}

/** A program that runs beside us until it is stopped. */
export interface Daemon {
  readonly name: string;
  readonly pid: number;
  /** Its exit code, or the name of the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  readonly running: boolean;
  /** Asks it to end, waits, and insists. */
  stop(signal: NodeJS.Signals, patienceMs: number): Promise<void>;
}

/** Starts a program in a group of its own, so that Ctrl-C at the terminal reaches only us and we choose the order in which all ends. */
export async function startDaemon(command: Command): Promise<Daemon> {
  mkdirSync(dirname(command.log), { recursive: true, mode: 0o700 });
  const log = openSync(command.log, command.append ? 'a' : 'w', 0o600);
  const child = spawn(command.file, command.args, {
    env: command.env ?? process.env, cwd: command.cwd, ...command.user, detached: true, stdio: ['ignore', log, log],
  });
  closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => { reject(new Problem(`${command.name} could not be started (${error.message}).`)); });
  });
  return daemonOf(command.name, child);
}

function daemonOf(name: string, child: ChildProcess): Daemon {
  const exited = new Promise<number | NodeJS.Signals>((resolve) => { child.once('exit', (code, signal) => { resolve(code ?? signal!); }); });
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    name, pid: child.pid!, exited,
    get running() { return running(); },
    async stop(signal, patienceMs) {
      if (running()) child.kill(signal);
      const insist = setTimeout(() => { child.kill('SIGKILL'); }, patienceMs);
      await exited;
      clearTimeout(insist);
    },
  };
}

/** The last lines that a daemon said, for the sentence about its failure; where in the code it failed is left to the log. */
export function lastWords(log: string, lines = 2): string {
  const said = readFileSync(log, 'utf8').split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v|^\s*[{}^]+\s*$/.test(line));
  const telling = said.filter((line) => /\b(ERROR|FATAL|PANIC)\b|"level":"error"|Error:|Exception/.test(line));
  return (telling.length > 0 ? telling : said).slice(-lines).map(plainly).join(' / ').slice(-600);
}

/** What a JSON line of a log says in words. */
function plainly(line: string): string {
  const [, message] = /^\{.*"message":"([^"]*)"/.exec(line) ?? [];
  return message === undefined ? line : [message, /"error":\{"name":"([^"]*)"/.exec(line)?.[1]].filter(Boolean).join(': ');
}

/** Waits until `ready` answers true, asking more and more rarely; fails at once when the daemon ends, with what it said last. */
export async function untilReady(daemon: Daemon, log: string, ready: () => Promise<boolean>, patienceMs: number): Promise<void> {
  const giveUp = Date.now() + patienceMs;
  for (let wait = 20; daemon.running && Date.now() < giveUp; wait = Math.min(wait * 1.2, 200)) {
    if (await ready()) return;
    await new Promise((resolve) => { setTimeout(resolve, wait); });
  }
  const how = daemon.running ? `did not answer within ${Math.round(patienceMs / 1000)} s` : `ended with ${String(await daemon.exited)}`;
  throw new Problem(`${daemon.name} ${how}; its log is ${log} and ends: ${lastWords(log)}`);
}
