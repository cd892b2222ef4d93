// A name server on a socket of this machine, with the answers that a test gives it (RFC 1035 §4).
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Tests.Discovery.Names;

internal sealed class FakeDnsServer : IDisposable
{
    private const int NameError = 3;

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Task _serving;

    public FakeDnsServer() => _serving = ServeAsync();

    public IPEndPoint Endpoint => (IPEndPoint)_socket.Client.LocalEndPoint!; // bound when it was made

    /// <summary>By name: addresses with their TTLs in seconds. A name that is not there does not exist.</summary>
    public ConcurrentDictionary<string, (string Address, uint Ttl)[]> Records { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The response code for every question of this type; 0: as it should be.</summary>
    public ConcurrentDictionary<ushort, int> Errors { get; } = new();

    /// <summary>Whom it was asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public void Dispose()
    {
        _socket.Dispose();
        _serving.Wait(TimeSpan.FromSeconds(5));
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                UdpReceiveResult query = await _socket.ReceiveAsync();
                await _socket.SendAsync(Answer(query.Buffer), query.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The end.
        }
    }

    private byte[] Answer(byte[] query)
    {
        int at = 12;
        var name = new StringBuilder();
        while (query[at] != 0)
        {
            name.Append(name.Length == 0 ? "" : ".");
            name.Append(Encoding.ASCII.GetString(query, at + 1, query[at]));
            at += query[at] + 1;
        }

        int questionEnd = at + 5;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(at + 1));
        Asked.Enqueue(name.ToString());
        bool exists = Records.TryGetValue(
            name.ToString(),
            out (string Address, uint Ttl)[]? records
        );
        int code = Errors.GetValueOrDefault(type, exists ? 0 : NameError);
        using var answer = new MemoryStream();
        answer.Write(query, 0, questionEnd);
        int count = 0;
        Span<byte> head = stackalloc byte[12];
        foreach ((string address, uint ttl) in code == 0 ? records ?? [] : [])
        {
            byte[] bytes = IPAddress.Parse(address).GetAddressBytes();
            if ((bytes.Length == 4 ? 1 : 28) != type)
            {
                continue;
            }

            BinaryPrimitives.WriteUInt16BigEndian(head, 0xC00C); // the name in the question
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], type);
            BinaryPrimitives.WriteUInt16BigEndian(head[4..], 1);
            BinaryPrimitives.WriteUInt32BigEndian(head[6..], ttl);
            BinaryPrimitives.WriteUInt16BigEndian(head[10..], (ushort)bytes.Length);
            answer.Write(head);
            answer.Write(bytes);
            count++;
        }

        byte[] message = answer.ToArray();
        message[2] = 0x81; // a response, recursion desired
        message[3] = (byte)(0x80 | code);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), 0);
        return message;
    }
}
