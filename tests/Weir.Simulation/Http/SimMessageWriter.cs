// The bytes of simulated requests and answers.
using System.Globalization;
using System.Text;

namespace Weir.Simulation.Http;

/// <summary>Builds whole messages; chunk sizes follow from the id, so that a run can be replayed.</summary>
internal static class SimMessageWriter
{
    public static byte[] Build(SimRequest request)
    {
        var head = new StringBuilder();
        head.Append(
            CultureInfo.InvariantCulture,
            $"{request.Method} /item/{request.Id} HTTP/1.{request.Minor}\r\nHost: {request.Host}\r\nX-Sim-Id: {request.Id}\r\nX-Sim-Length: {request.BodyBytes}\r\n"
        );
        if (request.AsksClose)
        {
            head.Append("Connection: close\r\n");
        }

        if (request.ExpectsContinue)
        {
            head.Append("Expect: 100-continue\r\nX-Sim-Expects: 1\r\n");
        }

        if (request.IsChunked)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else if (request.HasBody || request.Method is "POST" or "PUT")
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {request.BodyBytes}\r\n");
        }

        head.Append("\r\n");
        byte[] body = Body(request.Id, isAnswer: false, request.BodyBytes);
        return Join(head, request.IsChunked ? Chunked(body, request.Id) : body);
    }

    /// <summary>How many bytes of a message, or of its beginning, are its head.</summary>
    public static int HeadBytes(ReadOnlySpan<byte> message) =>
        message.IndexOf("\r\n\r\n"u8) is >= 0 and int at ? at + 4 : message.Length;

    public static byte[] Build(SimAnswer answer, int id, string server, bool isBodyless)
    {
        var head = new StringBuilder();
        if (answer.SendsInterim)
        {
            head.Append("HTTP/1.1 100 Continue\r\n\r\n");
        }

        head.Append(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {answer.Status} Sim\r\nX-Sim-Id: {id}\r\nX-Sim-Length: {answer.BodyBytes}\r\nX-Sim-Server: {server}\r\n"
        );
        if (answer.Framing == SimFraming.Chunked)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else if (answer.Framing == SimFraming.ContentLength)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.BodyBytes}\r\n");
        }

        if (!answer.KeepsAlive)
        {
            head.Append("Connection: close\r\n");
        }

        head.Append("\r\n");
        byte[] body = isBodyless ? [] : Body(id, isAnswer: true, answer.BodyBytes);
        bool isChunked = answer.Framing == SimFraming.Chunked && !isBodyless;
        byte[] extra = new byte[answer.ExtraBytes];
        Array.Fill(extra, (byte)'!');
        return [.. Join(head, isChunked ? Chunked(body, id) : body), .. extra];
    }

    /// <summary>A chunked message came with as many trailer fields as its id says; others have none.</summary>
    public static bool HasItsTrailers(int id, SimHttpReader message) =>
        message.TrailerCount
        == (message.Field("transfer-encoding") is not null && HasTrailer(id) ? 1 : 0);

    private static bool HasTrailer(int id) => id % 7 == 0;

    private static byte[] Body(int id, bool isAnswer, int length)
    {
        var body = new byte[length];
        SimBody.Fill(body, id, isAnswer, 0);
        return body;
    }

    private static byte[] Chunked(byte[] body, int id)
    {
        var result = new List<byte>(body.Length + 64);
        int size = (id % 5) switch
        {
            0 => 1 + (id % 17),
            1 => 1_000,
            2 => 65_536,
            _ => 8_192,
        };
        // A large body in tiny chunks would only take time.
        size = int.Max(size, body.Length / 500);
        for (int at = 0; at < body.Length; at += size)
        {
            int count = int.Min(size, body.Length - at);
            result.AddRange(
                Encoding.ASCII.GetBytes(count.ToString("x", CultureInfo.InvariantCulture))
            );
            result.AddRange("\r\n"u8);
            result.AddRange(body.AsSpan(at, count));
            result.AddRange("\r\n"u8);
        }

        result.AddRange(HasTrailer(id) ? "0\r\nX-Sim-Trailer: t\r\n\r\n"u8 : "0\r\n\r\n"u8);
        return [.. result];
    }

    private static byte[] Join(StringBuilder head, byte[] body) =>
        [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
}
