// A client that speaks TLS to a port of plain http: it is told so in words, as is the log, where Kestrel would close without a word.
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Weir.Admin;

/// <summary>Looks at the first bytes of every connection as they are read, so that no timer and no limit of the server is bypassed.
/// <paramref name="tell"/> gets the same words for each such connection from one address.</summary>
internal sealed class TlsRefusal(Action<string> tell)
{
    private const string Text = "This port speaks plain http, not TLS: use http://\n";

    private static readonly byte[] s_answer = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: {Text.Length}\r\n\r\n{Text}"
    );

    /// <summary>Around a connection, for its whole life.</summary>
    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        IDuplexPipe transport = connection.Transport;
        connection.Transport = new Ends(
            new FirstBytesReader(transport.Input, () => RefuseAsync(connection, transport.Output)),
            transport.Output
        );
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    private async ValueTask RefuseAsync(ConnectionContext connection, PipeWriter output)
    {
        string who = connection.RemoteEndPoint is IPEndPoint peer
            ? peer.Address.ToString()
            : "a client";
        tell($"{who} speaks TLS to the admin port, which takes plain http");
        await output.WriteAsync(s_answer);
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
