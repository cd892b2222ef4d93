// The name server of this run's namespaces, which scripts/faults.sh has put into their resolv.conf: names are as a test says.
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Faults.Tools;

/// <summary>Answers on UDP as RFC 1035 has it: one IPv4 address for a name it knows, SERVFAIL for any other.</summary>
public sealed class NameServer : IDisposable
{
    private const int HeaderBytes = 12;
    private const int TypeIpv4 = 1;

    private readonly Socket _socket = new(
        AddressFamily.InterNetwork,
        SocketType.Dgram,
        ProtocolType.Udp
    );
    private readonly ConcurrentDictionary<string, IPAddress> _names = new();
    private int _questions;

    private NameServer() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 53));

    public int Questions => Volatile.Read(ref _questions);

    public static NameServer Start()
    {
        Namespaces.Need();
        var server = new NameServer();
        _ = server.ServeAsync();
        return server;
    }

    public void Set(string name, IPAddress address) => _names[name] = address;

    public void Dispose() => _socket.Dispose();

    private async Task ServeAsync()
    {
        byte[] buffer = new byte[512];
        while (true)
        {
            try
            {
                SocketReceiveFromResult got = await _socket.ReceiveFromAsync(
                    buffer,
                    new IPEndPoint(IPAddress.Any, 0)
                );
                Interlocked.Increment(ref _questions);
                byte[] answer = Answer(buffer.AsSpan(0, got.ReceivedBytes));
                await _socket.SendToAsync(answer, got.RemoteEndPoint);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private byte[] Answer(ReadOnlySpan<byte> question)
    {
        var name = new StringBuilder();
        int at = HeaderBytes;
        for (; question[at] != 0; at += question[at] + 1)
        {
            name.Append(Encoding.ASCII.GetString(question.Slice(at + 1, question[at]))).Append('.');
        }

        int type = BinaryPrimitives.ReadUInt16BigEndian(question[(at + 1)..]);
        bool isKnown = _names.TryGetValue(name.ToString().TrimEnd('.'), out IPAddress? address);
        bool isTold = isKnown && type == TypeIpv4; // a name that is known has no address of another type
        var answer = new List<byte>(question[..(at + 5)].ToArray());
        (answer[2], answer[3]) = (0x81, (byte)(isKnown ? 0x80 : 0x82)); // a response; its code is 0 or SERVFAIL
        answer[7] = (byte)(isTold ? 1 : 0);
        answer[11] = 0; // no additional records, whatever the question had
        if (isTold)
        {
            // The name as in the question, type, class, no time to live, an address of four bytes.
            answer.AddRange([0xC0, HeaderBytes, 0, TypeIpv4, 0, 1, 0, 0, 0, 0, 0, 4]);
            answer.AddRange(address!.GetAddressBytes()); // isKnown
        }

        return [.. answer];
    }
}
