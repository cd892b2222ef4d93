// One socket of a test peer: exact bytes out, exact bytes in, every wait bounded.
using System.Net.Sockets;
using System.Text;

namespace Weir.SystemTests.Support;

/// <summary>A connected stream socket. What the other side does wrong throws; one reader and one writer at a time.</summary>
public class Wire(Socket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isInHead;

    public Socket Socket => socket;

    public long BytesReceived { get; private set; }

    public long BytesSent { get; private set; }

    /// <summary>No byte of a next message has come.</summary>
    public bool AtMessageStart => _start == _end && !_isInHead;

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var limit = new CancellationTokenSource(Eventually.Deadline * 3);
        while (!bytes.IsEmpty)
        {
            int sent = await socket.SendAsync(bytes, limit.Token);
            BytesSent += sent;
            bytes = bytes[sent..];
        }
    }

    /// <summary>Holds what is sent back until the end of our direction, and sends it together with that (tcp(7), TCP_CORK).</summary>
    public void Cork() => socket.SetRawSocketOption(6, 3, BitConverter.GetBytes(1));

    /// <summary>Ends our direction; the other goes on.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with RST.</summary>
    public void Reset()
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (ObjectDisposedException)
        {
            return; // its script came to its own end at this very moment
        }

        socket.Dispose();
    }

    /// <summary>Up to the empty line; null where the stream ends before its first byte.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        var head = new MemoryStream();
        while (true)
        {
            while (_start < _end)
            {
                head.WriteByte(_buffer[_start++]);
                _isInHead = true;
                if (EndsHead(head))
                {
                    _isInHead = false;
                    return Encoding.Latin1.GetString(head.ToArray());
                }
            }

            if (!await FillAsync())
            {
                return head.Length == 0
                    ? null
                    : throw new EndOfStreamException(
                        $"the stream ended inside a head: {Encoding.Latin1.GetString(head.ToArray())}"
                    );
            }
        }
    }

    public async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync())
            {
                throw new EndOfStreamException($"the stream ended inside a line: {line}");
            }

            char next = (char)_buffer[_start++];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
        }
    }

    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        var bytes = new MemoryStream(count);
        await CopyAsync(bytes, count);
        return bytes.ToArray();
    }

    public async Task<string> ReadTextAsync(int count) =>
        Encoding.Latin1.GetString(await ReadExactlyAsync(count));

    /// <summary>Everything until the stream ends cleanly; a reset throws.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        var bytes = new MemoryStream();
        await CopyToEndAsync(bytes);
        return bytes.ToArray();
    }

    public async Task CopyToEndAsync(Stream sink)
    {
        do
        {
            sink.Write(_buffer, _start, _end - _start);
            _start = _end;
        } while (await FillAsync());
    }

    public async Task CopyAsync(Stream sink, long count)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync())
            {
                throw new EndOfStreamException($"the stream ended {count} bytes early");
            }

            int part = (int)long.Min(count, _end - _start);
            sink.Write(_buffer, _start, part);
            _start += part;
            count -= part;
        }
    }

    /// <summary>A chunked body into <paramref name="sink"/>; the trailer section is the result.</summary>
    public async Task<string> CopyChunkedAsync(Stream sink)
    {
        while (true)
        {
            string line = await ReadLineAsync();
            long size = Convert.ToInt64(line.Split(';')[0], 16);
            if (size == 0)
            {
                break;
            }

            await CopyAsync(sink, size);
            string end = await ReadLineAsync();
            if (end.Length != 0)
            {
                throw new InvalidDataException($"no line end after a chunk but `{end}`");
            }
        }

        var trailers = new StringBuilder();
        while (await ReadLineAsync() is { Length: > 0 } field)
        {
            trailers.Append(field).Append("\r\n");
        }

        return trailers.ToString();
    }

    /// <summary>The next bytes, whatever came; empty at a clean end.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadSomeAsync()
    {
        if (_start == _end && !await FillAsync())
        {
            return default;
        }

        ReadOnlyMemory<byte> some = _buffer.AsMemory(_start, _end - _start);
        _start = _end;
        return some;
    }

    /// <summary>Fails unless the other side ends its stream now, cleanly and without another byte.</summary>
    public async Task ExpectEndAsync()
    {
        byte[] rest = await ReadToEndAsync();
        if (rest.Length > 0)
        {
            throw new InvalidDataException(
                $"expected the end, got: {Encoding.Latin1.GetString(rest)}"
            );
        }
    }

    /// <summary>Reads until the connection is reset; the bytes before that are the result. A clean end throws.</summary>
    public async Task<byte[]> ReadToResetAsync()
    {
        var bytes = new MemoryStream();
        try
        {
            await CopyToEndAsync(bytes);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return bytes.ToArray();
        }

        throw new InvalidDataException(
            $"a clean end after {bytes.Length} bytes where a reset belongs"
        );
    }

    public void Dispose()
    {
        socket.Dispose();
        GC.SuppressFinalize(this);
    }

    private static bool EndsHead(MemoryStream head)
    {
        ReadOnlySpan<byte> bytes = head.GetBuffer().AsSpan(0, (int)head.Length);
        return bytes.EndsWith("\r\n\r\n"u8);
    }

    private async Task<bool> FillAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            _start = 0;
            _end = 0;
            _end = await socket.ReceiveAsync(_buffer, limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"no byte came within {Eventually.Deadline}", e);
        }

        BytesReceived += _end;
        return _end > 0;
    }
}
