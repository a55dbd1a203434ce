import type { NextConfig } from 'next'

// The doors of the gateway are proxied by server/main.mjs, not by rewrites: those are frozen at build time, and the
// gateway's address is known only when the portal starts.
const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Imports name the file that node would load; these are the sources that stand behind the name.
  experimental: { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
  images: { unoptimized: true },
  async headers() {
    const headers = [
      { key: 'X-Content-Type-Options', value: 'nosniff' },
      { key: 'X-Frame-Options', value: 'DENY' },
      { key: 'Referrer-Policy', value: 'same-origin' },
    ]
    return [{ source: '/:path*', headers }]
  },
}

export default config
