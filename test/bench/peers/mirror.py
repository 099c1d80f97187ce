"""mirror.py DELAY_MS: a line to far machines, for a network namespace of its own (root). What is sent to 192.0.2.N comes back to
192.0.2.1 after DELAY_MS with source and destination exchanged, which leaves every checksum right: a client that connects to
192.0.2.2 talks to a server of the same namespace over a line that is DELAY_MS long each way. (netem is not in every kernel.)"""
import collections, fcntl, os, select, struct, subprocess, sys, time

delay = float(sys.argv[1]) / 1000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", b"far", IFF_TUN | IFF_NO_PI))
for command in ("ip address add 192.0.2.1/24 dev far", "ip link set far mtu 1500 txqueuelen 10000 up"):
    subprocess.run(command.split(), check=True)
print("ready", flush=True)
waiting = collections.deque()
while True:
    due = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
    readable, _, _ = select.select([tun], [], [], due)
    if readable:
        packet = os.read(tun, 65535)
        if packet[0] >> 4 == 4:
            waiting.append((time.monotonic() + delay, packet[:12] + packet[16:20] + packet[12:16] + packet[20:]))
    while waiting and waiting[0][0] <= time.monotonic():
        os.write(tun, waiting.popleft()[1])
