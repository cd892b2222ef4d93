// Answers that are no HTTP, or not one message only. Used by simulated backends.
using System.Text;

namespace Weir.Simulation.Http;

/// <summary>Whatever of these a client is given, it must not look like a whole answer.</summary>
internal static class SimLies
{
    private const int LongerThanAnyHead = 40_000;

    private static readonly string[] WrongBodies =
    [
        "HTTP/1.1 200 Sim\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 Sim\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloworld\r\n0\r\n\r\n",
        "HTTP/1.1 200 Sim\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello",
    ];

    private static readonly string[] WrongHeads =
    [
        "SSH-2.0-not-http\r\n\r\n",
        "HTTP/1.1 200 Sim\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "HTTP/1.1 200 Sim\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 Sim\r\nContent-Length: 5x\r\n\r\nhello",
        "HTTP/1.1 200 Sim\nContent-Length: 0\n\n",
        "HTTP/1.1 200 Sim\r\nX-A: b\0c\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 Sim\r\nno colon here\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Sim\r\nConnection: upgrade\r\nUpgrade: sim\r\n\r\nhello",
        "HTTP/1.1 2000 Sim\r\nContent-Length: 0\r\n\r\n",
        "HTTP/2 200\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 Sim\r\nX-Long: " + new string('x', LongerThanAnyHead) + "\r\n\r\n",
    ];

    /// <summary>The lie that belongs to a request; where no body comes, the head is wrong.</summary>
    public static byte[] For(int id, bool isBodyless)
    {
        string[] lies = isBodyless ? WrongHeads : [.. WrongHeads, .. WrongBodies];
        return Encoding.Latin1.GetBytes(lies[id % lies.Length]);
    }
}
