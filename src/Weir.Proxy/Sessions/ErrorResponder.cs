// Responses of Weir's own.
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Writing;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;

namespace Weir.Proxy.Sessions;

/// <summary>Writes the response for the failure that stands in an exchange.</summary>
internal static class ErrorResponder
{
    /// <summary>Sends the response; false when no block is free.</summary>
    public static bool TrySend(SessionServices services, Channel client, HttpExchange exchange)
    {
        if (!services.Blocks.TryRent(out Block? block))
        {
            return false;
        }

        Failure failure = Failure.Of(exchange.Error);
        int length = ErrorResponseWriter.Write(
            block.Bytes,
            new ErrorResponse
            {
                Status = exchange.ErrorStatus,
                Code = FailureCodes.Bytes(exchange.Error),
                ProxyStatusError = Encoding.ASCII.GetBytes(failure.ProxyStatus),
                RequestId = exchange.RequestId,
                Date = services.Date.At(services.Reactor.NowUs),
                RetryAfterSeconds = failure.RetryAfterSeconds,
                Close = exchange.ClosesClient,
                OmitBody = exchange.Method == HttpMethod.Head,
            }
        );
        int headLength = block.Bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8) + 4;
        exchange.ErrorContentBytes = length - headLength;
        exchange.Status = exchange.ErrorStatus;
        client.Send(block, 0, length);
        return true;
    }
}
