import { Complaint } from '../complaint.js'
import { freePort, whyNotListen } from '../ports.js'
import {
  defaultPorts,
  portVariable,
  processNames,
  russianName,
  type Ports,
  type ProcessName,
} from './plan.js'

/**
 * The ports of an installation: any free ones, or the wanted ones after a look whether they can be had.
 * Throws Complaint for the first that cannot, with the variable that moves it.
 */
export async function choosePorts(
  wanted: 'free' | 'default' | Ports,
  names: readonly ProcessName[],
  host: string,
): Promise<Ports> {
  if (wanted === 'free') {
    const ports = { ...defaultPorts }
    const used = new Set<number>()
    for (const name of processNames) {
      do ports[name] = await freePort()
      while (used.has(ports[name]))
      used.add(ports[name])
    }
    return ports
  }
  const ports = wanted === 'default' ? defaultPorts : wanted
  for (const name of names) {
    const reason = await whyNotListen(ports[name], name === 'gateway' || name === 'web' ? host : '127.0.0.1')
    if (reason) throw new Complaint(portComplaint(name, ports[name], host, reason))
  }
  return ports
}

function portComplaint(name: ProcessName, port: number, host: string, reason: string): string {
  if (reason === 'EADDRINUSE') {
    return `Порт ${port} занят другой программой, а он нужен (${russianName[name]}): освободите его или задайте ${portVariable(name)}.`
  }
  if (reason === 'EADDRNOTAVAIL' || reason === 'ENOTFOUND') {
    return `Адреса ${host} у этой машины нет: исправьте ZHURNAL_HOST.`
  }
  return `Открыть порт ${port} нельзя (${reason}): задайте ${portVariable(name)} (${russianName[name]}).`
}
